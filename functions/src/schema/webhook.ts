import { z } from "zod";
import { Actor } from "./actor.ts";
import { SubscribableEventType } from "./event.ts";
import { Time } from "./time.ts";

/** Why a webhook is off: its owner said so, its target answered 410, or nothing got through for days. */
export const DisabledReason = z.enum(["owner", "unsubscribed", "failing"]);
export type DisabledReason = z.infer<typeof DisabledReason>;

export const Disabled = z.object({ reason: DisabledReason, at: Time, detail: z.string() });
export type Disabled = z.infer<typeof Disabled>;

/** Everything that failed since a moment, delivered again bit by bit. */
export const Redelivery = z.object({
  since: Time,
  startedAt: Time,
  status: z.enum(["running", "done"]),
  /** How many deliveries had failed when it began, at most the bound of one run. */
  total: z.int().nonnegative(),
  redelivered: z.int().nonnegative(),
  /** Where the next part begins. */
  after: z.object({ createdAt: Time, id: z.string() }).nullable(),
  /** When the next part is due; null: there is none. */
  nextPartAt: Time.nullable().default(null),
});
export type Redelivery = z.infer<typeof Redelivery>;

/** `accounts/{a}/webhooks/{w}` */
export const Webhook = z.object({
  url: z.string(),
  description: z.string().max(200),
  events: z.array(SubscribableEventType).min(1),
  /** Only what happens on these phones; null: on all. */
  deviceIds: z.array(z.string()).nullable(),
  /** Of the custom headers; their values are in the secret. */
  headerNames: z.array(z.string()),
  /** Null while it is on. */
  disabled: Disabled.nullable(),
  /** Every attempt failed since then; null when the last one got through. */
  failingSince: Time.nullable(),
  redelivery: Redelivery.nullable(),
  createdBy: Actor,
  createdAt: Time,
  updatedAt: Time,
});
export type Webhook = z.infer<typeof Webhook>;

/** `webhookSecrets/{w}`: what no browser may read. */
export const WebhookSecret = z.object({
  accountId: z.string(),
  /** `whsec_` and the key in base64. */
  secret: z.string(),
  /** Signs beside the new one until `previousUntil`. */
  previousSecret: z.string().nullable(),
  previousUntil: Time.nullable(),
  headers: z.record(z.string(), z.string()),
});
export type WebhookSecret = z.infer<typeof WebhookSecret>;
