import type { SubscribableEventType } from "@handset/functions/schema/event.ts";

export const EVENT_MEANINGS: Record<SubscribableEventType, string> = {
  "message.received": "A text came in",
  "message.queued": "A text was accepted",
  "message.sent": "A text left the phone",
  "message.delivered": "A text was delivered",
  "message.failed": "A text failed",
  "message.expired": "A text expired",
  "message.canceled": "A text was canceled",
  "device.online": "A phone came back",
  "device.offline": "A phone went away",
  "device.low_battery": "A phone’s battery is low",
  "balance.low": "The balance is low",
  "webhook.disabled": "A webhook was disabled",
};

export const DISABLED_MEANINGS = {
  owner: "Disabled by hand",
  unsubscribed: "Disabled: its URL answered that it wants no more (410)",
  failing: "Disabled: nothing got through for days",
} as const;
