import { getPhoneSettings } from "../../devices/get-settings.ts";
import type { MobileHandler } from "../env.ts";

export function getSettings(): MobileHandler {
  return async (c) => c.json(await getPhoneSettings(c.get("phone")));
}
