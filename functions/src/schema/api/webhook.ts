import { z } from "zod";
import { EventType, SubscribableEventType } from "../event.ts";
import { DisabledReason } from "../webhook.ts";
import { ApiId, ApiTime } from "./message.ts";

const ID = "whk_5tYc8Jw2Lq9XhZr4VnKd7B";
const Url = z.string().meta({
  description: "An https address of the public internet. Redirects are not followed.",
  example: "https://example.com/sms",
});
const Events = z
  .array(SubscribableEventType)
  .min(1)
  .meta({ example: ["message.received", "message.failed"] });
const DeviceIds = z
  .array(ApiId)
  .min(1)
  .max(100)
  .nullable()
  .meta({ description: "Only what happens on these phones of the account. Null: on all." });
const Description = z.string().trim().max(200);
const Headers = z.record(z.string(), z.string()).meta({
  description: "Up to 10 headers of your own, sent along. Their values are not shown again.",
});

export const CreateWebhookRequest = z
  .strictObject({
    url: Url,
    events: Events,
    device_ids: DeviceIds.default(null),
    description: Description.default(""),
    headers: Headers.default({}),
  })
  .meta({ id: "CreateWebhookRequest" });

export const UpdateWebhookRequest = z
  .strictObject({
    url: Url.optional(),
    events: Events.optional(),
    device_ids: DeviceIds.optional(),
    description: Description.optional(),
    headers: Headers.optional(),
    active: z.boolean().optional(),
  })
  .meta({ id: "UpdateWebhookRequest" });

export const ApiRedelivery = z
  .object({
    since: ApiTime,
    started_at: ApiTime,
    status: z.enum(["running", "done"]),
    total: z.int().meta({ description: "How many had failed when it began, at most 10,000." }),
    redelivered: z.int().meta({ description: "How many of them were given another round." }),
  })
  .meta({ id: "Redelivery" });
export type ApiRedelivery = z.infer<typeof ApiRedelivery>;

export const ApiWebhook = z
  .object({
    id: z.string().meta({ example: ID }),
    url: z.string(),
    events: z.array(SubscribableEventType),
    device_ids: z.array(z.string()).nullable(),
    description: z.string(),
    header_names: z.array(z.string()),
    active: z.boolean(),
    disabled: z
      .object({ reason: DisabledReason, at: ApiTime, detail: z.string() })
      .nullable()
      .meta({ description: "Why it is off; null while it is on." }),
    failing_since: ApiTime.nullable().meta({
      description: "Every attempt since then failed. Null: the last one got through.",
    }),
    redelivery: ApiRedelivery.nullable().meta({
      description: "The last run of redeliver-failed, and how far it has come.",
    }),
    created_at: ApiTime,
    updated_at: ApiTime,
  })
  .meta({ id: "Webhook" });
export type ApiWebhook = z.infer<typeof ApiWebhook>;

const Secret = z.string().meta({
  description: "Verifies `webhook-signature`. Shown in this answer only.",
  example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
});

export const CreatedWebhook = ApiWebhook.extend({ secret: Secret }).meta({ id: "CreatedWebhook" });
export const WebhookList = z.object({ data: z.array(ApiWebhook) }).meta({ id: "WebhookList" });

export const RotatedSecret = z
  .object({
    secret: Secret,
    previous_secret_expires_at: ApiTime.meta({
      description: "Until then each delivery carries a signature of either secret.",
    }),
  })
  .meta({ id: "RotatedSecret" });

export const ApiAttempt = z
  .object({
    at: ApiTime,
    duration_ms: z.int(),
    status_code: z.int().nullable().meta({ description: "Null: nothing answered." }),
    response: z.string().nullable().meta({ description: "The first 2 kB of the answer." }),
    error: z.string().nullable().meta({ description: "Why it failed; null: it got through." }),
  })
  .meta({ id: "Attempt" });

export const ApiDeliverySummary = z
  .object({
    id: z.string(),
    webhook_id: z.string(),
    event_id: z.string().meta({ description: "The header `webhook-id` of every attempt." }),
    event: EventType,
    status: z.enum(["pending", "delivered", "failed"]),
    failure: z.enum(["gave_up", "unsubscribed", "webhook_off"]).nullable(),
    attempts_count: z.int(),
    last_status_code: z.int().nullable(),
    next_attempt_at: ApiTime.nullable(),
    created_at: ApiTime,
    expires_at: ApiTime.meta({ description: "Kept until then." }),
  })
  .meta({ id: "DeliverySummary" });
export type ApiDeliverySummary = z.infer<typeof ApiDeliverySummary>;

export const ApiDelivery = ApiDeliverySummary.extend({
  payload: z.string().meta({ description: "The body that was signed and sent, byte for byte." }),
  attempts: z.array(ApiAttempt).meta({ description: "The newest 40, oldest first." }),
}).meta({ id: "Delivery" });
export type ApiDelivery = z.infer<typeof ApiDelivery>;

export const ListDeliveriesQuery = z.strictObject({
  status: z.enum(["pending", "delivered", "failed"]).optional(),
  event: EventType.optional(),
  created_after: ApiTime.optional(),
  created_before: ApiTime.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().optional(),
});

export const DeliveryList = z
  .object({ data: z.array(ApiDeliverySummary), next_cursor: z.string().nullable() })
  .meta({ id: "DeliveryList" });

export const RedeliverFailedRequest = z
  .strictObject({ since: ApiTime })
  .meta({ id: "RedeliverFailedRequest" });

export const ApiEnvelope = z
  .object({
    id: z.string().meta({ description: "The same for the same event: to recognise it by." }),
    type: EventType,
    timestamp: ApiTime.meta({ description: "When it happened." }),
    account_id: z.string(),
    data: z.looseObject({}).meta({ description: "The same shape as the API's own resource." }),
  })
  .meta({ id: "Event" });

export const EventSamples = z.array(ApiEnvelope).meta({ id: "EventSamples" });

export const ApiMe = z
  .object({
    account: z.object({ id: z.string(), name: z.string() }),
    api_key: z.object({ name: z.string(), prefix: z.string() }).nullable(),
    label: z.string().meta({ description: "A name for this connection." }),
  })
  .meta({ id: "Me" });
