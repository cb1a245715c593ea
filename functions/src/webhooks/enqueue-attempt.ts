import { z } from "zod";
import type { Services } from "../context.ts";
import type { StoredDelivery } from "./stored.ts";

/** One attempt of one delivery, as its task carries it. */
export const PlannedAttempt = z.object({
  accountId: z.string(),
  webhookId: z.string(),
  deliveryId: z.string(),
  orderingKey: z.string(),
  round: z.int(),
  /** 1 for the first of the round. */
  attempt: z.int(),
  /** How often it was put off because its target was busy. */
  deferrals: z.int(),
});
export type PlannedAttempt = z.infer<typeof PlannedAttempt>;

export function planAttempt(accountId: string, { id, delivery }: StoredDelivery): PlannedAttempt {
  return {
    accountId,
    webhookId: delivery.webhookId,
    deliveryId: id,
    orderingKey: delivery.orderingKey,
    round: delivery.round,
    attempt: delivery.tries + 1,
    deferrals: 0,
  };
}

/** The same attempt is enqueued once, whoever enqueues it. */
export async function enqueueAttempt(
  services: Pick<Services, "tasks">,
  accountId: string,
  stored: StoredDelivery,
): Promise<void> {
  const { tries, nextAttemptAt, roundStartedAt } = stored.delivery;
  if (nextAttemptAt === null) return;
  const planned = planAttempt(accountId, stored);
  const isNow = tries === 0 && nextAttemptAt <= roundStartedAt;
  await services.tasks.enqueue("deliverWebhook", {
    id: taskId(planned),
    payload: planned,
    ...(!isNow && { at: nextAttemptAt }),
  });
}

const AGAIN_EVERY_MS = 15 * 60_000;

/** Enqueues an attempt at once whose own task is overdue, at most once in a quarter of an hour. */
export async function enqueueAgain(
  services: Pick<Services, "tasks" | "now">,
  accountId: string,
  stored: StoredDelivery,
): Promise<void> {
  const planned = planAttempt(accountId, stored);
  const slot = Math.floor(services.now().getTime() / AGAIN_EVERY_MS);
  const id = `${taskId(planned)}-again-${slot}`;
  await services.tasks.enqueue("deliverWebhook", { id, payload: planned });
}

/** Puts an attempt off whose target has no place for it. */
export async function deferAttempt(
  services: Pick<Services, "tasks" | "now">,
  planned: PlannedAttempt,
  delayMs: number,
): Promise<void> {
  const deferred = { ...planned, deferrals: planned.deferrals + 1 };
  await services.tasks.enqueue("deliverWebhook", {
    id: taskId(deferred),
    payload: deferred,
    at: new Date(services.now().getTime() + Math.round(delayMs)),
  });
}

/** Clocks differ: a follower that came before the lease is over would find its own name taken. */
const CLOCK_SKEW_MS = 1_000;

/** Looks after a run that holds the lease: once it is over, whatever that run left undone is done. */
export async function followAttempt(
  services: Pick<Services, "tasks">,
  planned: PlannedAttempt,
  lease: { id: string; until: Date },
): Promise<void> {
  await services.tasks.enqueue("deliverWebhook", {
    id: `${taskId(planned)}-after-${lease.id}`,
    payload: planned,
    at: new Date(lease.until.getTime() + CLOCK_SKEW_MS),
  });
}

function taskId({ deliveryId, round, attempt, deferrals }: PlannedAttempt): string {
  return `${deliveryId}-${round}-${attempt}-${deferrals}`;
}
