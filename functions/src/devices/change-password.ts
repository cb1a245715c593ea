import { GatewayError } from "../errors.ts";
import type { PhoneContext } from "./authenticate.ts";
import { findLink } from "./link-store.ts";
import { findLogin, setPassword } from "./pairing-store.ts";
import { hashPassword, isPassword } from "./passwords.ts";

export async function changePassword(
  ctx: PhoneContext,
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  const link = await findLink(ctx.db, ctx.actor.id);
  const login = link && (await findLogin(ctx.db, link.login));
  if (!link || !login || login.accountId !== ctx.accountId) {
    throw new GatewayError("missing_scope", "This phone was paired without a password");
  }
  if (!(await isPassword(input.currentPassword, login.passwordHash))) {
    throw new GatewayError("unauthenticated", "The current password is wrong");
  }
  await setPassword(ctx.db, link.login, await hashPassword(input.newPassword));
}
