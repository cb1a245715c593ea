import { type Services, withTransaction } from "../context.ts";
import { randomText } from "../ids.ts";
import type { Delivery } from "../schema/delivery.ts";
import type { Webhook, WebhookSecret } from "../schema/webhook.ts";
import { decideAttempt, isThrough } from "./decide-attempt.ts";
import { findDelivery, readForAttempt, updateDelivery } from "./delivery-store.ts";
import { enqueueAttempt, followAttempt, type PlannedAttempt } from "./enqueue-attempt.ts";
import { secretsAt, signPayload, toTimestamp } from "./signature.ts";
import { findWebhook, updateWebhook } from "./store.ts";

/** Longer than an attempt may take. */
const LEASE_MS = 20_000;

export type AttemptOutcome = "through" | "failed" | "none";

/**
 * Runs one attempt: claims it, posts, records. An attempt that was recorded before, or is not the delivery's next, posts nothing; the
 * delivery's next attempt is enqueued all the same, so that whoever broke off before is made up for.
 */
export async function attemptDelivery(
  services: Services,
  planned: PlannedAttempt,
): Promise<AttemptOutcome> {
  const { accountId, deliveryId, webhookId } = planned;
  const claim = await claimAttempt(services, planned);
  if (claim === null) return "none";
  if (claim.kind === "behind") {
    await enqueueAttempt(services, accountId, { id: deliveryId, delivery: claim.delivery });
    return "none";
  }
  if (claim.kind === "running") {
    await followAttempt(services, planned, claim.lease);
    return "none";
  }
  const { delivery, webhook, secret, leaseId, startedAt } = claim;
  const answer = await services.outbound.post({
    url: webhook.url,
    headers: headersFor(delivery, secret, startedAt),
    body: delivery.payload,
  });
  const isNews = !isThrough(answer) || webhook.failingSince !== null;
  const recorded = await withTransaction(services, async (tx) => {
    const current = await findDelivery(services.db, accountId, deliveryId, tx);
    if (current === null || current.lease?.id !== leaseId) return null;
    const known = isNews ? await findWebhook(services.db, accountId, webhookId, tx) : null;
    const result = decideAttempt(current, known ?? webhook, answer, {
      startedAt,
      now: services.now(),
      random: Math.random(),
    });
    updateDelivery(services.db, tx, accountId, deliveryId, result.delivery);
    if (known && result.webhook) {
      updateWebhook(services.db, tx, accountId, webhookId, result.webhook);
    }
    return { ...current, ...result.delivery };
  });
  services.log.info("webhook_attempted", {
    ...{ accountId, webhookId, deliveryId, attempt: planned.attempt },
    ...{ statusCode: answer.statusCode, durationMs: answer.durationMs },
    isRecorded: recorded !== null,
  });
  if (recorded?.status === "pending") {
    await enqueueAttempt(services, accountId, { id: deliveryId, delivery: recorded });
  }
  return isThrough(answer) ? "through" : "failed";
}

type Claim =
  | {
      kind: "claimed";
      delivery: Delivery;
      webhook: Webhook;
      secret: WebhookSecret;
      leaseId: string;
      startedAt: Date;
    }
  | { kind: "behind"; delivery: Delivery }
  /** By another run of this task, which may have broken off. */
  | { kind: "running"; lease: NonNullable<Delivery["lease"]> };

/** Null: there is nothing to do. */
function claimAttempt(services: Services, planned: PlannedAttempt): Promise<Claim | null> {
  const { accountId, deliveryId } = planned;
  return withTransaction(services, async (tx) => {
    const found = await readForAttempt(services.db, tx, accountId, planned);
    const { delivery, webhook, secret } = found;
    if (delivery === null || delivery.status !== "pending") return null;
    if (delivery.round !== planned.round || delivery.tries + 1 !== planned.attempt) {
      return { kind: "behind", delivery };
    }
    const now = services.now();
    if (delivery.lease !== null && delivery.lease.until > now) {
      return { kind: "running", lease: delivery.lease };
    }
    const isTest = delivery.eventType === "test.ping";
    if (webhook === null || secret === null || (webhook.disabled !== null && !isTest)) {
      updateDelivery(services.db, tx, accountId, deliveryId, {
        ...{ status: "failed", failure: "webhook_off", nextAttemptAt: null, lease: null },
      });
      return null;
    }
    const leaseId = randomText(12);
    updateDelivery(services.db, tx, accountId, deliveryId, {
      lease: { id: leaseId, until: new Date(now.getTime() + LEASE_MS) },
    });
    return { kind: "claimed", delivery, webhook, secret, leaseId, startedAt: now };
  });
}

function headersFor(
  { eventId, payload }: Delivery,
  secret: WebhookSecret,
  at: Date,
): Record<string, string> {
  return {
    ...secret.headers,
    "Content-Type": "application/json",
    "User-Agent": "Handset-Webhooks/1",
    "webhook-id": eventId,
    "webhook-timestamp": toTimestamp(at),
    "webhook-signature": signPayload({ id: eventId, at, payload }, secretsAt(secret, at)),
  };
}
