import type { Services } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { findLogin } from "./pairing-store.ts";
import { isPassword } from "./passwords.ts";

export interface Credentials {
  login: string;
  password: string;
}

/** The account and login that a phone's credentials belong to. */
export async function checkLogin(
  { db }: Pick<Services, "db">,
  { login, password }: Credentials,
): Promise<{ accountId: string; login: string }> {
  const name = login.toUpperCase();
  const found = /^[A-Z0-9]{1,40}$/.test(name) ? await findLogin(db, name) : null;
  if (found === null || !(await isPassword(password, found.passwordHash))) {
    throw new GatewayError("unauthenticated", "Wrong login or password");
  }
  return { accountId: found.accountId, login: name };
}
