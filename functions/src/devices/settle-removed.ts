import { type Context, type Services, systemContext, withTransaction } from "../context.ts";
import { failWaitingMessages } from "../messages/fail-waiting.ts";
import { hasWaitingFor } from "../messages/has-waiting.ts";
import { rerouteMessages } from "../messages/reroute.ts";
import { askToWake } from "./ask-to-wake.ts";
import { deleteWakeRequest } from "./link-store.ts";

const ROUNDS_MAX = 3;

/** Hands what waits for a phone that was removed to others where its sender named none, else fails it. Of very much, a part. */
export async function settleRemoved(ctx: Context, deviceId: string): Promise<number> {
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    if ((await rerouteMessages(ctx, { from: [deviceId] })) > 0) continue;
    return failWaitingMessages(ctx, {
      deviceId,
      failure: { code: "device_removed", detail: "Its phone was removed." },
    });
  }
  return 0;
}

/**
 * The same for a wake request whose phone is gone: a message was accepted while it was removed, or whoever removed it died over it. Asks
 * again until nothing waits.
 */
export async function settleRequest(
  services: Services,
  { accountId, deviceId }: { accountId: string; deviceId: string },
): Promise<void> {
  const ctx = systemContext(services, accountId);
  const failedCount = await settleRemoved(ctx, deviceId);
  if (await hasWaitingFor(ctx, deviceId)) {
    await withTransaction(ctx, async (tx) => askToWake(ctx, tx, deviceId));
  } else {
    await deleteWakeRequest(ctx.db, deviceId);
  }
  if (failedCount > 0) {
    ctx.log.info("removed_device_settled", { accountId, deviceId, failedCount });
  }
}
