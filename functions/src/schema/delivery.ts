import { z } from "zod";
import { EventType } from "./event.ts";
import { Time } from "./time.ts";

/** One try. */
export const Attempt = z.object({
  at: Time,
  durationMs: z.int().nonnegative(),
  /** Null: nothing answered. */
  statusCode: z.int().nullable(),
  /** The first 2 kB of the answer. */
  response: z.string().nullable(),
  /** Why it failed, in words; null when it got through. */
  error: z.string().nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

/** `pending`: an attempt runs or is planned. `failed`: nothing more is tried unless it is redelivered. */
export const DeliveryStatus = z.enum(["pending", "delivered", "failed"]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** Why nothing more is tried: the last attempt failed, the target answered 410, or the webhook was off when it was due. */
export const DeliveryFailure = z.enum(["gave_up", "unsubscribed", "webhook_off"]);
export type DeliveryFailure = z.infer<typeof DeliveryFailure>;

/** `accounts/{a}/deliveries/{d}`: one event to one webhook; removed by a TTL policy. */
export const Delivery = z.object({
  webhookId: z.string(),
  eventId: z.string(),
  eventType: EventType,
  /** What happens to one subject is delivered in order where that is possible. */
  orderingKey: z.string(),
  /** The exact bytes that are signed and sent, as UTF-8. */
  payload: z.string(),
  status: DeliveryStatus,
  failure: DeliveryFailure.nullable(),
  attempts: z.array(Attempt),
  /** Grows with each redelivery. */
  round: z.int().positive(),
  /** Attempts of this round that are recorded. */
  tries: z.int().nonnegative(),
  /** When the round began. */
  roundStartedAt: Time,
  nextAttemptAt: Time.nullable(),
  /** An attempt runs, at most until then. */
  lease: z.object({ id: z.string(), until: Time }).nullable(),
  createdAt: Time,
  expiresAt: Time,
});
export type Delivery = z.infer<typeof Delivery>;
