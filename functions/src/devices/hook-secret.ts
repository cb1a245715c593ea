import type { Services } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import { secretsEqual } from "../ids.ts";
import type { PhoneContext } from "./authenticate.ts";
import { findLink } from "./link-store.ts";

/** The secret part of the address to which the phone posts what happens on it. */
export async function getHookSecret(ctx: PhoneContext): Promise<string> {
  const link = await findLink(ctx.db, ctx.actor.id);
  if (link === null) throw new GatewayError("unauthenticated", "This phone is not paired");
  return link.hookSecret;
}

/** The phone that posts to such an address. */
export async function authenticateHook(
  services: Services,
  { deviceId, secret }: { deviceId: string; secret: string },
): Promise<PhoneContext> {
  const link = /^(?!__.*__$)[\w-]{1,64}$/.test(deviceId)
    ? await findLink(services.db, deviceId)
    : null;
  // Compared even where there is no such phone, so that the time taken tells nothing.
  if (!secretsEqual(secret, link?.hookSecret ?? "") || link === null) throw notFound("device");
  return {
    ...services,
    accountId: link.accountId,
    actor: { type: "device", id: deviceId },
    scopes: [],
  };
}
