import type { Services } from "../../context.ts";
import { createUserCode as createCode } from "../../devices/create-user-code.ts";
import { GatewayError } from "../../errors.ts";
import { readCredential } from "../credentials.ts";
import type { MobileHandler } from "../env.ts";

export function createUserCode(services: Services): MobileHandler {
  return async (c) => {
    const credential = readCredential(c);
    if (credential.kind !== "login") {
      throw new GatewayError("unauthenticated", "Wrong login or password");
    }
    const { code, expiresAt } = await createCode(services, credential);
    return c.json({ code, validUntil: expiresAt.toISOString() });
  };
}
