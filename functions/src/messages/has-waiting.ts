import type { Context } from "../context.ts";
import type { PhoneContext } from "../devices/authenticate.ts";
import { hasWaiting } from "./phone-store.ts";

/** Whether there is something that the phone was never listed. */
export function hasWaitingMessages(ctx: PhoneContext): Promise<boolean> {
  return hasWaitingFor(ctx, ctx.actor.id);
}

export function hasWaitingFor(
  ctx: Pick<Context, "db" | "accountId">,
  deviceId: string,
): Promise<boolean> {
  return hasWaiting(ctx.db, ctx.accountId, deviceId);
}
