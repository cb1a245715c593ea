import type { OutboundAnswer, Services } from "../context.ts";
import { randomText } from "../ids.ts";
import type { Delivery } from "../schema/delivery.ts";
import type { Webhook, WebhookSecret } from "../schema/webhook.ts";
import { decideAttempt, decideHealth, isThrough } from "./decide-attempt.ts";
import {
  type ForAttempt,
  findDelivery,
  readForAttempt,
  replaceDelivery,
} from "./delivery-store.ts";
import { enqueueAttempt, followAttempt, type PlannedAttempt } from "./enqueue-attempt.ts";
import { recordHealth } from "./record-health.ts";
import { secretsAt, signPayload, toTimestamp } from "./signature.ts";

/** Longer than an attempt may take. */
const LEASE_MS = 20_000;

export type AttemptOutcome = "through" | "failed" | "none";

/**
 * Runs one attempt: claims it, posts, records. Claim and record are writes that hold only on the very document that was read, so that
 * many attempts at one target never wait for each other. An attempt that was recorded before, or is not the delivery's next, posts
 * nothing; the delivery's next attempt is enqueued all the same, so that whoever broke off before is made up for.
 */
export async function attemptDelivery(
  services: Services,
  planned: PlannedAttempt,
): Promise<AttemptOutcome> {
  const { accountId, deliveryId, webhookId } = planned;
  const claim = await claimAttempt(services, planned);
  if (claim.kind === "nothing") return "none";
  if (claim.kind === "behind") {
    await enqueueAttempt(services, accountId, { id: deliveryId, delivery: claim.delivery });
    return "none";
  }
  if (claim.kind === "running") {
    await followAttempt(services, planned, claim.lease);
    return "none";
  }
  const { delivery, webhook, secret, startedAt } = claim;
  const answer = await services.outbound.post({
    url: webhook.url,
    headers: headersFor(delivery, secret, startedAt),
    body: delivery.payload,
  });
  const recorded = await recordAttempt(services, planned, claim, answer);
  services.log.info("webhook_attempted", {
    ...{ accountId, webhookId, deliveryId, attempt: planned.attempt },
    ...{ statusCode: answer.statusCode, durationMs: answer.durationMs },
    isRecorded: recorded !== null,
  });
  // Not recorded, or the answer to that is lost: whatever comes next of the delivery as it stands is enqueued, once.
  const current = recorded ?? (await findDelivery(services.db, accountId, deliveryId));
  if (current?.status === "pending") {
    await enqueueAttempt(services, accountId, { id: deliveryId, delivery: current });
  }
  return isThrough(answer) ? "through" : "failed";
}

interface Claimed {
  kind: "claimed";
  delivery: Delivery;
  webhook: Webhook;
  secret: WebhookSecret;
  startedAt: Date;
  version: FirebaseFirestore.Timestamp;
}

type Claim =
  | Claimed
  | { kind: "behind"; delivery: Delivery }
  /** By another run of this task, which may have broken off. */
  | { kind: "running"; lease: NonNullable<Delivery["lease"]> }
  | { kind: "nothing" };

/** Another run may win at any moment: then what it left is looked at anew. */
const CLAIMS_MAX = 5;

async function claimAttempt(services: Services, planned: PlannedAttempt): Promise<Claim> {
  const { accountId, deliveryId } = planned;
  const leaseId = randomText(12);
  for (let n = 0; n < CLAIMS_MAX; n++) {
    const found = await readForAttempt(services.db, accountId, planned);
    const now = services.now();
    const decision = decideClaim(found, { ...planned, leaseId }, now);
    if (decision.kind !== "claimed" && decision.kind !== "off") return decision;
    const changes: Partial<Delivery> =
      decision.kind === "off"
        ? { status: "failed", failure: "webhook_off", nextAttemptAt: null, lease: null }
        : { lease: { id: leaseId, until: new Date(now.getTime() + LEASE_MS) } };
    const { version } = decision;
    const written = await replaceDelivery(services.db, accountId, deliveryId, changes, version);
    if (written === null) continue;
    return decision.kind === "off" ? { kind: "nothing" } : { ...decision, version: written };
  }
  throw new Error(`The delivery ${deliveryId} keeps changing.`);
}

function decideClaim(
  { delivery, version, webhook, secret }: ForAttempt,
  planned: PlannedAttempt & { leaseId: string },
  now: Date,
): Claim | { kind: "off"; version: FirebaseFirestore.Timestamp } {
  if (delivery === null || version === null || delivery.status !== "pending") {
    return { kind: "nothing" };
  }
  if (delivery.round !== planned.round || delivery.tries + 1 !== planned.attempt) {
    return { kind: "behind", delivery };
  }
  // A claim may get through and its answer be lost.
  const isMine = delivery.lease?.id === planned.leaseId;
  if (delivery.lease !== null && delivery.lease.until > now && !isMine) {
    return { kind: "running", lease: delivery.lease };
  }
  const isTest = delivery.eventType === "test.ping";
  if (webhook === null || secret === null || (webhook.disabled !== null && !isTest)) {
    return { kind: "off", version };
  }
  return { kind: "claimed", delivery, webhook, secret, startedAt: now, version };
}

/** Null when another run took the attempt over meanwhile: what it records counts. */
async function recordAttempt(
  services: Services,
  { accountId, deliveryId, webhookId }: PlannedAttempt,
  { delivery, webhook, version, startedAt }: Claimed,
  answer: OutboundAnswer,
): Promise<Delivery | null> {
  const circumstances = { startedAt, now: services.now(), random: Math.random() };
  // First: an attempt that breaks off between the two is run again and finds the webhook as it should be.
  if (decideHealth(delivery.eventType, webhook, answer, circumstances) !== null) {
    await recordHealth(services, { accountId, webhookId }, (current) =>
      decideHealth(delivery.eventType, current, answer, circumstances),
    );
  }
  const changes = decideAttempt(delivery, answer, circumstances);
  const written = await replaceDelivery(services.db, accountId, deliveryId, changes, version);
  return written === null ? null : { ...delivery, ...changes };
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
