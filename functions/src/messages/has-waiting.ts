import type { PhoneContext } from "../devices/authenticate.ts";
import { hasWaiting } from "./phone-store.ts";

/** Whether there is something that the phone was never listed. */
export function hasWaitingMessages(ctx: PhoneContext): Promise<boolean> {
  return hasWaiting(ctx.db, ctx.accountId, ctx.actor.id);
}
