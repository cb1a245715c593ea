import type { Account, Member } from "@handset/functions/schema/account.ts";
import type { Conversation } from "@handset/functions/schema/conversation.ts";
import type { Device } from "@handset/functions/schema/device.ts";
import type { Message } from "@handset/functions/schema/message.ts";
import type { Usage, UsageOutcomes } from "@handset/functions/schema/usage.ts";

const AT = new Date("2026-11-22T09:00:00Z");

export function anAccount(given: Partial<Account> = {}): Account {
  return {
    name: "Bakery",
    currency: "USD",
    balance: 25_000_000,
    pricePerSegment: 30_000,
    limits: { messagesPerMinute: 600, spendPerDayMax: null },
    rateWindow: { startedAt: AT, count: 0 },
    spend: { day: "", total: 0, byKey: {} },
    lowBalanceThreshold: null,
    billingEmail: null,
    autoTopUp: null,
    card: null,
    settings: { defaultCountry: "US", messageTtlSeconds: 86_400 },
    createdAt: AT,
    ...given,
  };
}

export function aMember(given: Partial<Member> = {}): Member {
  return {
    uid: "u1",
    role: "owner",
    email: "ada@example.com",
    name: "Ada",
    joinedAt: AT,
    ...given,
  };
}

export function aDevice(given: Partial<Device> = {}): Device {
  return {
    name: "Counter phone",
    model: "Pixel 7a",
    appVersion: "1.75.0",
    sims: [{ slot: 1, number: "+14155550100", carrier: "T-Mobile" }],
    isOnline: true,
    lastSeenAt: AT,
    wakeChannel: "push",
    battery: { levelPercent: 84, isCharging: false },
    network: "wifi",
    pacing: { perMinute: 20, perDay: null, intervalSecondsMin: 0, intervalSecondsMax: 0 },
    simPacing: {},
    reachedCaps: [],
    isPaused: false,
    createdAt: AT,
    ...given,
  };
}

export function aConversation(given: Partial<Conversation> = {}): Conversation {
  return {
    contact: "+14155550123",
    contactName: null,
    deviceId: "dev_1",
    simSlot: 1,
    lastMessage: {
      id: "msg_1",
      direction: "inbound",
      status: "received",
      preview: "Hello",
      at: AT,
    },
    unreadCount: 0,
    isArchived: false,
    assigneeId: null,
    updatedAt: AT,
    ...given,
  };
}

export function aMessage(given: Partial<Message> = {}): Message {
  return {
    direction: "outbound",
    status: "queued",
    timeline: { queued: AT },
    to: "+14155550123",
    from: "+14155550100",
    body: "Hello",
    segments: 1,
    encoding: "gsm7",
    deviceId: "dev_1",
    simSlot: 1,
    conversationId: "cnv_1",
    queuedFor: "dev_1",
    isReroutable: true,
    isCanceling: false,
    priority: 0,
    price: 30_000,
    refundedAt: null,
    failure: null,
    metadata: {},
    sendAt: null,
    expiresAt: null,
    createdBy: { type: "user", id: "u1" },
    createdAt: AT,
    updatedAt: AT,
    ...given,
  };
}

type GivenUsage = Partial<Omit<Usage, "outcomes">> & { outcomes?: Partial<UsageOutcomes> | null };

export function aUsage({ outcomes, ...given }: GivenUsage): Usage {
  const none = { waiting: 0, sent: 0, delivered: 0, failed: 0, expired: 0, canceled: 0 };
  return {
    ...{ day: "2026-11-22", messages: 0, segments: 0, spent: 0 },
    ...given,
    outcomes: outcomes ? { ...none, received: 0, byDevice: {}, countedAt: AT, ...outcomes } : null,
  };
}
