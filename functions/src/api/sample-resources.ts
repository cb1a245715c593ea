import type { NewMessage } from "../messages/decide-acceptance.ts";
import type { ApiWebhook } from "../schema/api/webhook.ts";
import type { Device } from "../schema/device.ts";
import type { DeviceEventType } from "../schema/event.ts";
import type { MessageStatus } from "../schema/message.ts";

export const SAMPLE_TIME = new Date("2026-11-22T08:10:00.000Z");

const DEVICE_ID = "dev_7hGq3Kd9Rw5JtVb2NxEf8M";
const OWN_NUMBER = "+14155550100";
const CONTACT = "+14155550123";

/** A message as it is when it reaches a status. */
export function inventMessage(status: MessageStatus): NewMessage {
  const isInbound = status === "received";
  const isFailure = status === "failed" || status === "expired" || status === "canceled";
  return {
    id: isInbound ? "msg_9wRk2Tn6Yc4QhLx8ZsVb1D" : "msg_2rXvLm8Qp4TnYk0WcZs1Ab",
    message: {
      direction: isInbound ? "inbound" : "outbound",
      status,
      timeline: isInbound
        ? { received: SAMPLE_TIME }
        : { queued: SAMPLE_TIME, [status]: SAMPLE_TIME },
      to: isInbound ? OWN_NUMBER : CONTACT,
      from: isInbound ? CONTACT : OWN_NUMBER,
      body: isInbound ? "Yes, see you at 8!" : "Your table is booked for tonight at 8.",
      segments: 1,
      encoding: "gsm7",
      deviceId: DEVICE_ID,
      simSlot: 1,
      conversationId: "cnv_4mZt7Xq1Hs9PwKd3RyLc5V",
      queuedFor: null,
      isReroutable: false,
      isCanceling: false,
      priority: 0,
      price: isInbound ? 0 : 30_000,
      refundedAt: isFailure ? SAMPLE_TIME : null,
      failure: isFailure ? FAILURES[status] : null,
      metadata: isInbound ? {} : { order: "1042" },
      sendAt: null,
      expiresAt: isInbound ? null : new Date(SAMPLE_TIME.getTime() + 86_400_000),
      createdBy: { type: "system" },
      createdAt: SAMPLE_TIME,
      updatedAt: SAMPLE_TIME,
    },
  };
}

const FAILURES = {
  failed: { code: "no_service", detail: "The phone has no mobile network." },
  expired: { code: "expired", detail: "It was not sent in time." },
  canceled: { code: "canceled", detail: "Canceled before a phone took it." },
} as const;

export function inventDevice(type: DeviceEventType): { id: string; device: Device } {
  return {
    id: DEVICE_ID,
    device: {
      name: "Front desk",
      model: "Google/oriole",
      appVersion: "1.70.4",
      sims: [{ slot: 1, number: OWN_NUMBER, carrier: "Example Mobile" }],
      isOnline: type !== "device.offline",
      lastSeenAt: SAMPLE_TIME,
      wakeChannel: "push",
      battery: { levelPercent: type === "device.low_battery" ? 12 : 83, isCharging: false },
      network: "wifi",
      pacing: { perMinute: null, perDay: null, intervalSecondsMin: 0, intervalSecondsMax: 0 },
      simPacing: {},
      reachedCaps: [],
      isPaused: false,
      createdAt: SAMPLE_TIME,
    },
  };
}

export function inventWebhook(): ApiWebhook {
  const at = SAMPLE_TIME.toISOString();
  return {
    id: "whk_5tYc8Jw2Lq9XhZr4VnKd7B",
    url: "https://example.com/sms",
    events: ["message.received"],
    device_ids: null,
    description: "",
    header_names: [],
    active: false,
    disabled: { reason: "unsubscribed", at, detail: "Its address answered 410 Gone." },
    failing_since: null,
    redelivery: null,
    created_at: at,
    updated_at: at,
  };
}
