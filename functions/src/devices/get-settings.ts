import { GatewayError } from "../errors.ts";
import type { PhoneContext } from "./authenticate.ts";
import { readOwnDevice } from "./be-seen.ts";
import { findLink } from "./link-store.ts";
import { describeSettings, type PhoneSettings } from "./phone-settings.ts";

export async function getPhoneSettings(ctx: PhoneContext): Promise<PhoneSettings> {
  const [device, link] = await Promise.all([readOwnDevice(ctx), findLink(ctx.db, ctx.actor.id)]);
  if (link === null) throw new GatewayError("unauthenticated", "This phone is not paired");
  return describeSettings(device, link);
}
