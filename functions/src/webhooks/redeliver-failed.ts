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
/** Longer than the task of a part is tried again: after it, the task was lost. */
export const PART_PATIENCE_MS = 5 * 60_000;

/** One part of a run. */
export const RedeliveryPart = z.object({
  accountId: z.string(),
  webhookId: z.string(),
  /** Of the run; a task of an earlier run does nothing. */
  startedAt: z.iso.datetime(),
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
    ...(total === 0 ? DONE : { status: "running", nextPartAt: now }),
  };
  const webhook = await withTransaction(ctx, async (tx) => {
    const webhook = await findWebhook(ctx.db, ctx.accountId, id, tx);
    if (webhook === null) throw notFound("webhook");
    if (webhook.disabled !== null) {
      throw new GatewayError("conflict", "Enable the webhook first: it is disabled.");
    }
    if (webhook.redelivery && goesOn(webhook.redelivery, now)) {
      throw new GatewayError("conflict", "Wait for the run that was begun before: it goes on.");
    }
    updateWebhook(ctx.db, tx, ctx.accountId, id, { redelivery });
    return { ...webhook, redelivery };
  });
  await enqueuePart(ctx, { accountId: ctx.accountId, webhookId: id, run: redelivery });
  return { id, webhook };
}

const DONE = { status: "done", nextPartAt: null } as const;

function goesOn({ nextPartAt }: Redelivery, now: Date): boolean {
  return nextPartAt !== null && now.getTime() - nextPartAt.getTime() < PART_PATIENCE_MS;
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
    redeliverIfFailed(services, accountId, {
      ...{ id, at: new Date(from + index * PACE_MS), notSince: run.startedAt },
    }),
  );
  const last = found.at(-1);
  const redelivered = run.redelivered + taken.filter(Boolean).length;
  const isDone = found.length < PART_SIZE || redelivered >= run.total;
  const next: Redelivery = {
    ...{ ...run, redelivered },
    after: last ? { createdAt: last.delivery.createdAt, id: last.id } : run.after,
    ...(isDone ? DONE : { nextPartAt: new Date(from + PART_SIZE * PACE_MS) }),
  };
  const isMine = await withTransaction(services, async (tx) => {
    const current = (await findWebhook(services.db, accountId, webhookId, tx))?.redelivery;
    if (!current || current.after?.id !== run.after?.id) return false;
    if (current.startedAt.getTime() !== run.startedAt.getTime()) return false;
    updateWebhook(services.db, tx, accountId, webhookId, { redelivery: next });
    return true;
  });
  if (isMine) await enqueuePart(services, { accountId, webhookId, run: next });
}

interface StoredRun {
  accountId: string;
  webhookId: string;
  run: Redelivery;
}

/** The same part is enqueued once, whoever enqueues it. */
async function enqueuePart(services: Pick<Services, "tasks">, stored: StoredRun): Promise<void> {
  const { startedAt, nextPartAt } = stored.run;
  if (nextPartAt === null) return;
  await services.tasks.enqueue("redeliverFailed", {
    ...{ id: taskId(stored), payload: toPart(stored) },
    ...(nextPartAt > startedAt && { at: nextPartAt }),
  });
}

/** Enqueues a part at once whose own task is overdue, at most once in five minutes. */
export async function enqueuePartAgain(
  services: Pick<Services, "tasks" | "now">,
  stored: StoredRun,
): Promise<void> {
  const slot = Math.floor(services.now().getTime() / PART_PATIENCE_MS);
  const id = `${taskId(stored)}-again-${slot}`;
  await services.tasks.enqueue("redeliverFailed", { id, payload: toPart(stored) });
}

function toPart({ accountId, webhookId, run }: StoredRun): RedeliveryPart {
  return { accountId, webhookId, startedAt: run.startedAt.toISOString() };
}

function taskId({ webhookId, run: { startedAt, nextPartAt } }: StoredRun): string {
  return `${webhookId}-${startedAt.getTime()}-${nextPartAt?.getTime()}`;
}
