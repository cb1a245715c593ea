import type { MobileHandler } from "../env.ts";
import { addressOf } from "../origin.ts";

/** Tells the app the address that it is seen from. It asks before it is paired, too. */
export function getDevice(): MobileHandler {
  return (c) => c.json({ externalIp: addressOf(c) });
}
