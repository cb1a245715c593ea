import { z } from "zod";

export const MessageEventType = z.enum([
  "message.queued",
  "message.sent",
  "message.delivered",
  "message.failed",
  "message.expired",
  "message.canceled",
  "message.received",
]);
export type MessageEventType = z.infer<typeof MessageEventType>;

export const DeviceEventType = z.enum(["device.online", "device.offline", "device.low_battery"]);
export type DeviceEventType = z.infer<typeof DeviceEventType>;

/** What a webhook may ask for. */
export const SubscribableEventType = z.enum([
  ...MessageEventType.options,
  ...DeviceEventType.options,
  "balance.low",
  "webhook.disabled",
]);
export type SubscribableEventType = z.infer<typeof SubscribableEventType>;

/** `test.ping` comes to whoever asks for a test, whatever the webhook asked for. */
export const EventType = z.enum([...SubscribableEventType.options, "test.ping"]);
export type EventType = z.infer<typeof EventType>;
