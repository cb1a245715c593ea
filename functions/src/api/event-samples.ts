import { getBalance } from "../accounts/get-balance.ts";
import type { Context } from "../context.ts";
import { listDevices } from "../devices/list.ts";
import { listMessages } from "../messages/list.ts";
import type { Scope } from "../schema/api-key.ts";
import type { EventType } from "../schema/event.ts";
import type { MessageStatus } from "../schema/message.ts";
import { type Envelope, type PublicEvent, toEnvelope } from "../webhooks/envelope.ts";
import { deviceEventId, messageEventId } from "../webhooks/event-ids.ts";
import { toApiDevice, toApiMessage } from "./resources.ts";
import { inventDevice, inventMessage, inventWebhook, SAMPLE_TIME } from "./sample-resources.ts";

const SAMPLES_MAX = 3;

/** The account's own newest, as far as the caller may see them; else one that is made up. */
export async function sampleEvents(ctx: Context, type: EventType): Promise<Envelope[]> {
  const events = await sampleOf(ctx, type);
  return events.map((event) => toEnvelope(ctx.accountId, { ...event, type }));
}

type Sample = Omit<PublicEvent, "type">;

function sampleOf(ctx: Context, type: EventType): Promise<Sample[]> | Sample[] {
  switch (type) {
    case "message.queued":
      return messagesThatReached(ctx, "queued");
    case "message.sent":
      return messagesThatReached(ctx, "sent");
    case "message.delivered":
      return messagesThatReached(ctx, "delivered");
    case "message.failed":
      return messagesThatReached(ctx, "failed");
    case "message.expired":
      return messagesThatReached(ctx, "expired");
    case "message.canceled":
      return messagesThatReached(ctx, "canceled");
    case "message.received":
      return messagesThatReached(ctx, "received");
    case "device.online":
    case "device.offline":
    case "device.low_battery":
      return devices(ctx, type);
    case "balance.low":
      return balance(ctx);
    case "webhook.disabled":
      return [invented(inventWebhook())];
    case "test.ping":
      return [invented({ webhook_id: "whk_sample", message: "Your webhook works." })];
  }
}

function may(ctx: Context, scope: Scope): boolean {
  return ctx.scopes.includes(scope);
}

function invented(data: object): Sample {
  return { id: "evt_sample", at: SAMPLE_TIME, data };
}

async function messagesThatReached(ctx: Context, status: MessageStatus): Promise<Sample[]> {
  const filter = status === "queued" ? { direction: "outbound" } : { status };
  const page = may(ctx, "messages:read")
    ? await listMessages(ctx, { ...filter, limit: SAMPLES_MAX, after: null })
    : { messages: [] };
  const samples = page.messages.map(({ id, message }) => ({
    id: messageEventId(id, status),
    at: message.timeline[status] ?? message.createdAt,
    data: toApiMessage({ id, message }),
  }));
  return samples.length > 0 ? samples : [invented(toApiMessage(inventMessage(status)))];
}

async function devices(
  ctx: Context,
  type: "device.online" | "device.offline" | "device.low_battery",
): Promise<Sample[]> {
  const own = may(ctx, "devices:read") ? await listDevices(ctx) : [];
  const samples = own.slice(0, SAMPLES_MAX).map(({ id, device }) => ({
    id: deviceEventId(id, type, 0),
    at: device.lastSeenAt,
    data: toApiDevice(
      { id, device: { ...device, isOnline: type !== "device.offline" } },
      ctx.now(),
    ),
  }));
  return samples.length > 0 ? samples : [invented(toApiDevice(inventDevice(type), SAMPLE_TIME))];
}

async function balance(ctx: Context): Promise<Sample[]> {
  const { currency, pricePerSegment } = may(ctx, "balance:read")
    ? await getBalance(ctx)
    : { currency: "USD", pricePerSegment: 30_000 };
  return [
    invented({
      balance: 4_970_000,
      currency,
      price_per_segment: pricePerSegment,
      threshold: 5_000_000,
    }),
  ];
}
