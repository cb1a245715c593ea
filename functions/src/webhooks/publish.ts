import type { Services } from "../context.ts";
import { derivedId } from "../ids.ts";
import type { Delivery } from "../schema/delivery.ts";
import { createCoalescedReader } from "./coalesced-reader.ts";
import { createDelivery } from "./delivery-store.ts";
import { enqueueAttempt } from "./enqueue-attempt.ts";
import { type PublicEvent, toEnvelope } from "./envelope.ts";
import { findActiveWebhooks } from "./store.ts";
import type { StoredDelivery, StoredWebhook } from "./stored.ts";

const KEPT_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** What a receiver chooses by, beside the type. */
export interface Published extends PublicEvent {
  /** The phone that it is about; null: none in particular. */
  deviceId: string | null;
  orderingKey: string;
}

export type PublishEvents = (accountId: string, events: readonly Published[]) => Promise<number>;

/**
 * Writes a delivery for each webhook that wants an event, and enqueues its first attempt. The same event again writes nothing and makes
 * up for an attempt that was not enqueued. Resolves with how many deliveries it wrote.
 */
export function createEventPublisher(services: Services): PublishEvents {
  const readWebhooks = createCoalescedReader((accountId) =>
    findActiveWebhooks(services.db, accountId),
  );
  return async function publishEvents(accountId, events) {
    if (events.length === 0) return 0;
    const webhooks = await readWebhooks(accountId);
    let written = 0;
    for (const event of events) {
      const wanting = webhooks.filter(({ webhook }) => wants(webhook, event));
      const deliveries = wanting.map(({ id }) => toDelivery(services, accountId, id, event));
      const results = await Promise.all(
        deliveries.map(async (stored) => {
          const result = await createDelivery(services.db, accountId, stored);
          await enqueueAttempt(services, accountId, stored);
          return result;
        }),
      );
      written += results.filter((result) => result === "created").length;
    }
    return written;
  };
}

function wants({ events, deviceIds }: StoredWebhook["webhook"], event: Published): boolean {
  if (!events.some((type) => type === event.type)) return false;
  return deviceIds === null || event.deviceId === null || deviceIds.includes(event.deviceId);
}

export function toDelivery(
  services: Pick<Services, "now">,
  accountId: string,
  webhookId: string,
  event: PublicEvent & { orderingKey: string },
): StoredDelivery {
  const now = services.now();
  const delivery: Delivery = {
    webhookId,
    eventId: event.id,
    eventType: event.type,
    orderingKey: event.orderingKey,
    payload: JSON.stringify(toEnvelope(accountId, event)),
    status: "pending",
    failure: null,
    attempts: [],
    round: 1,
    tries: 0,
    roundStartedAt: now,
    nextAttemptAt: now,
    lease: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + KEPT_DAYS * DAY_MS),
  };
  return { id: derivedId("dlv", event.id, webhookId), delivery };
}
