import type { Context, Services } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { sha256 } from "../ids.ts";
import { findToken } from "./link-store.ts";

export interface PhoneContext extends Context {
  actor: { type: "device"; id: string };
}

/** The phone that a device token belongs to. */
export async function authenticatePhone(services: Services, token: string): Promise<PhoneContext> {
  const found = await findToken(services.db, sha256(token));
  if (found === null) throw new GatewayError("unauthenticated", "This phone is not paired");
  return {
    ...services,
    accountId: found.accountId,
    actor: { type: "device", id: found.deviceId },
    scopes: [],
  };
}
