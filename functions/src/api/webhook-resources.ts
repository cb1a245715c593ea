import type { ApiDelivery, ApiDeliverySummary, ApiWebhook } from "../schema/api/webhook.ts";
import type { Attempt } from "../schema/delivery.ts";
import type { Redelivery } from "../schema/webhook.ts";
import type { StoredDelivery, StoredWebhook } from "../webhooks/stored.ts";
import { isoOrNull } from "./resources.ts";

export function toApiWebhook({ id, webhook }: StoredWebhook): ApiWebhook {
  return {
    id,
    url: webhook.url,
    events: webhook.events,
    device_ids: webhook.deviceIds,
    description: webhook.description,
    header_names: webhook.headerNames,
    active: webhook.disabled === null,
    disabled: webhook.disabled && {
      ...webhook.disabled,
      at: webhook.disabled.at.toISOString(),
    },
    failing_since: isoOrNull(webhook.failingSince),
    redelivery: webhook.redelivery && toApiRedelivery(webhook.redelivery),
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}

export function toApiRedelivery({ since, startedAt, status, total, redelivered }: Redelivery) {
  return {
    since: since.toISOString(),
    started_at: startedAt.toISOString(),
    status,
    total,
    redelivered,
  };
}

export function toApiDeliverySummary({ id, delivery }: StoredDelivery): ApiDeliverySummary {
  return {
    id,
    webhook_id: delivery.webhookId,
    event_id: delivery.eventId,
    event: delivery.eventType,
    status: delivery.status,
    failure: delivery.failure,
    attempts_count: delivery.attempts.length,
    last_status_code: delivery.attempts.at(-1)?.statusCode ?? null,
    next_attempt_at: isoOrNull(delivery.nextAttemptAt),
    created_at: delivery.createdAt.toISOString(),
    expires_at: delivery.expiresAt.toISOString(),
  };
}

export function toApiDelivery(stored: StoredDelivery): ApiDelivery {
  return {
    ...toApiDeliverySummary(stored),
    payload: stored.delivery.payload,
    attempts: stored.delivery.attempts.map(toApiAttempt),
  };
}

function toApiAttempt({ at, durationMs, statusCode, response, error }: Attempt) {
  return {
    at: at.toISOString(),
    duration_ms: durationMs,
    status_code: statusCode,
    response,
    error,
  };
}
