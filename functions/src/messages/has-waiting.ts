import type { Context } from "../context.ts";
import type { PhoneContext } from "../devices/authenticate.ts";
import { findWaiting, hasWaiting } from "./phone-store.ts";

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

/** Whether some of it may go through another phone. */
export async function hasReroutableFor(
  { db, accountId }: Pick<Context, "db" | "accountId">,
  deviceId: string,
): Promise<boolean> {
  const found = await findWaiting(db, accountId, deviceId, { isReroutable: true, limit: 1 });
  return found.length > 0;
}
