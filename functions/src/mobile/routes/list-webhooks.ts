import { getHookSecret } from "../../devices/hook-secret.ts";
import { toAppVersion } from "../app-version.ts";
import type { MobileHandler } from "../env.ts";
import { subscriptionsFor } from "../hook-events.ts";
import { BASE_PATH, originOf } from "../origin.ts";

/** Where the phone posts what happens on it: to us, at an address of its own. */
export function listWebhooks(): MobileHandler {
  return async (c) => {
    const phone = c.get("phone");
    const secret = await getHookSecret(phone);
    const url = `${originOf(c)}${BASE_PATH}/hooks/${phone.actor.id}/${secret}`;
    return c.json(subscriptionsFor(toAppVersion(c.req.header("User-Agent")), url));
  };
}
