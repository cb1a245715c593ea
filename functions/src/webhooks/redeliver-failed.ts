import { z } from "zod";
import { type Context, requireScope, type Services, withTransaction } from "../context.ts";
import { GatewayError, invalidField, notFound } from "../errors.ts";
import { runAll } from "../run-all.ts";
import type { Redelivery } from "../schema/webhook.ts";
import { countDeliveries, findDeliveries } from "./delivery-store.ts";
import { redeliverIfFailed } from "./redeliver.ts";
import { findWebhook, updateWebhook } from "./store.ts";
import type { StoredWebhook } from "./stored.ts";

/** Deliveries that one run takes up. */
const RUN_MAX = 10_000;
const PART_SIZE = 50;
/** Between two deliveries: ten a second, beside whatever happens meanwhile. */
const PACE_MS = 100;
/** A run that has not ended so long after its start was lost. */
const RUN_HOURS_MAX = 2;

/** One part of a run. */
export const RedeliveryPart = z.object({
  accountId: z.string(),
  webhookId: z.string(),
  /** Of the run; a task of an earlier run does nothing. */
  startedAt: z.iso.datetime(),
  part: z.int(),
});
export type RedeliveryPart = z.infer<typeof RedeliveryPart>;

/** Begins to deliver again whatever failed since a moment, oldest first. The webhook's document shows how far it has come. */
export async function redeliverFailed(
  ctx: Context,
  { id, since }: { id: string; since: Date },
): Promise<StoredWebhook> {
  requireScope(ctx, "webhooks:write");
  const now = ctx.now();
  if (since >= now) throw invalidField("since", "Give a moment in the past.");
  const filter = { webhookId: id, status: "failed", createdAfter: since, createdBefore: now };
  const total = await countDeliveries(ctx.db, ctx.accountId, filter, RUN_MAX);
  const redelivery: Redelivery = {
    ...{ since, startedAt: now, total, redelivered: 0, after: null },
    status: total === 0 ? "done" : "running",
  };
  const webhook = await withTransaction(ctx, async (tx) => {
    const webhook = await findWebhook(ctx.db, ctx.accountId, id, tx);
    if (webhook === null) throw notFound("webhook");
    if (webhook.disabled !== null) {
      throw new GatewayError("conflict", "Switch the webhook on first: it is off.");
    }
    if (webhook.redelivery?.status === "running" && isRecent(webhook.redelivery, now)) {
      throw new GatewayError("conflict", "Wait for the run that was begun before: it goes on.");
    }
    updateWebhook(ctx.db, tx, ctx.accountId, id, { redelivery });
    return { ...webhook, redelivery };
  });
  if (total > 0) {
    const { accountId } = ctx;
    await enqueuePart(ctx, {
      ...{ accountId, webhookId: id, startedAt: now.toISOString(), part: 1 },
    });
  }
  return { id, webhook };
}

function isRecent({ startedAt }: Redelivery, now: Date): boolean {
  return now.getTime() - startedAt.getTime() < RUN_HOURS_MAX * 3_600_000;
}

/** Takes up the next part of a run and plans the one after it. The same part again goes on where the document says. */
export async function continueRedelivery(services: Services, part: RedeliveryPart): Promise<void> {
  const { accountId, webhookId } = part;
  const webhook = await findWebhook(services.db, accountId, webhookId);
  const run = webhook?.redelivery;
  if (!run || run.status === "done" || run.startedAt.toISOString() !== part.startedAt) return;
  const left = run.total - run.redelivered;
  const found =
    webhook.disabled !== null
      ? []
      : await findDeliveries(
          services.db,
          accountId,
          {
            ...{ webhookId, status: "failed" },
            ...{ createdAfter: run.since, createdBefore: run.startedAt },
          },
          { order: "asc", after: run.after, limit: Math.min(PART_SIZE, left) },
        );
  const from = services.now().getTime();
  const taken = await runAll([...found.entries()], ([index, { id }]) =>
    redeliverIfFailed(services, accountId, { id, at: new Date(from + index * PACE_MS) }),
  );
  const last = found.at(-1);
  const redelivered = run.redelivered + taken.filter(Boolean).length;
  const isDone = found.length < PART_SIZE || redelivered >= run.total;
  const isMine = await withTransaction(services, async (tx) => {
    const current = (await findWebhook(services.db, accountId, webhookId, tx))?.redelivery;
    if (!current || current.after?.id !== run.after?.id) return false;
    if (current.startedAt.getTime() !== run.startedAt.getTime()) return false;
    updateWebhook(services.db, tx, accountId, webhookId, {
      redelivery: {
        ...run,
        ...{ redelivered, status: isDone ? "done" : "running" },
        after: last ? { createdAt: last.delivery.createdAt, id: last.id } : run.after,
      },
    });
    return true;
  });
  if (isMine && !isDone) {
    const at = new Date(from + PART_SIZE * PACE_MS);
    await enqueuePart(services, { ...part, part: part.part + 1 }, at);
  }
}

async function enqueuePart(
  services: Pick<Services, "tasks">,
  payload: RedeliveryPart,
  at?: Date,
): Promise<void> {
  const { webhookId, startedAt, part } = payload;
  await services.tasks.enqueue("redeliverFailed", {
    id: `${webhookId}-${Date.parse(startedAt)}-${part}`,
    payload,
    ...(at && { at }),
  });
}
