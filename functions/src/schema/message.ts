import { z } from "zod";
import { Actor } from "./actor.ts";
import { Micros } from "./money.ts";
import { Sender, SimSlot } from "./phone-number.ts";
import { Time } from "./time.ts";

export const OutboundStatus = z.enum([
  "scheduled",
  "queued",
  "dispatched",
  "sent",
  "delivered",
  "failed",
  "expired",
  "canceled",
]);
export type OutboundStatus = z.infer<typeof OutboundStatus>;

export const MessageStatus = z.enum([...OutboundStatus.options, "received"]);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Encoding = z.enum(["gsm7", "ucs2"]);
export type Encoding = z.infer<typeof Encoding>;

/** Why a message ended without being sent. `code` is stable; `detail` is what the phone said. */
export const Failure = z.object({
  code: z.enum([
    "radio_error",
    "no_service",
    "radio_off",
    "limit_exceeded",
    "no_sim",
    "short_code_blocked",
    "no_default_sms_app",
    "not_delivered",
    "expired",
    "canceled",
    "device_removed",
    "unknown",
  ]),
  detail: z.string().max(500),
});
export type Failure = z.infer<typeof Failure>;

/** When each status was reached; absent while it was not. */
export const Timeline = z.partialRecord(MessageStatus, Time);
export type Timeline = Partial<Record<MessageStatus, Date>>;

export const Metadata = z.record(z.string().min(1).max(40), z.string().max(500));
export type Metadata = z.infer<typeof Metadata>;

/** `accounts/{a}/messages/{m}` */
export const Message = z.object({
  direction: z.enum(["outbound", "inbound"]),
  status: MessageStatus,
  timeline: Timeline,
  to: z.string().nullable(),
  from: Sender.nullable(),
  body: z.string(),
  segments: z.int().nonnegative(),
  encoding: Encoding,
  deviceId: z.string(),
  /** Null: the phone chooses. */
  simSlot: SimSlot.nullable(),
  conversationId: z.string(),
  /** The phone that must be handed this message; null once it reported that it holds it, or when there is nothing to hand. */
  queuedFor: z.string().nullable(),
  /** The caller named no phone, so that another one may take the message over. */
  isReroutable: z.boolean(),
  /** A cancellation that the phone has not yet confirmed. */
  isCanceling: z.boolean(),
  priority: z.int().min(-128).max(127),
  price: Micros,
  refundedAt: Time.nullable(),
  failure: Failure.nullable(),
  metadata: Metadata,
  sendAt: Time.nullable(),
  expiresAt: Time.nullable(),
  createdBy: Actor,
  createdAt: Time,
  updatedAt: Time,
});
export type Message = z.infer<typeof Message>;
