import { type Context, requireScope, type Services, withTransaction } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import type { Delivery } from "../schema/delivery.ts";
import { findDelivery, updateDelivery } from "./delivery-store.ts";
import { enqueueAttempt } from "./enqueue-attempt.ts";
import { findWebhook } from "./store.ts";
import type { StoredDelivery } from "./stored.ts";

/** Gives a delivery another round of attempts, whatever became of it: the same event, the same bytes. */
export async function redeliver(ctx: Context, { id }: { id: string }): Promise<StoredDelivery> {
  requireScope(ctx, "webhooks:write");
  const stored = await withTransaction(ctx, async (tx) => {
    const delivery = await findDelivery(ctx.db, ctx.accountId, id, tx);
    if (delivery === null) throw notFound("delivery");
    const webhook = await findWebhook(ctx.db, ctx.accountId, delivery.webhookId, tx);
    if (webhook === null) throw new GatewayError("conflict", "Its webhook was deleted.");
    if (webhook.disabled !== null) {
      throw new GatewayError("conflict", "Enable the webhook first: it is disabled.");
    }
    if (delivery.lease !== null && delivery.lease.until > ctx.now()) {
      throw new GatewayError("conflict", "Wait a moment: an attempt of it is running.");
    }
    const round = nextRound(delivery, ctx.now(), ctx.now());
    updateDelivery(ctx.db, tx, ctx.accountId, id, round);
    return { id, delivery: { ...delivery, ...round } };
  });
  await enqueueAttempt(ctx, ctx.accountId, stored);
  return stored;
}

/** Gives it another round only if it still stands as failed, and began none since `notSince`. */
export async function redeliverIfFailed(
  services: Services,
  accountId: string,
  { id, at, notSince }: { id: string; at: Date; notSince: Date },
): Promise<boolean> {
  const stored = await withTransaction(services, async (tx) => {
    const delivery = await findDelivery(services.db, accountId, id, tx);
    if (delivery?.status !== "failed" || delivery.roundStartedAt >= notSince) return null;
    const round = nextRound(delivery, services.now(), at);
    updateDelivery(services.db, tx, accountId, id, round);
    return { id, delivery: { ...delivery, ...round } };
  });
  if (stored === null) return false;
  await enqueueAttempt(services, accountId, stored);
  return true;
}

function nextRound(delivery: Delivery, now: Date, at: Date): Partial<Delivery> {
  return {
    status: "pending",
    failure: null,
    round: delivery.round + 1,
    tries: 0,
    roundStartedAt: now,
    nextAttemptAt: at,
    lease: null,
  };
}
