import type { AcceptMessagesInput } from "../src/messages/draft.ts";
import type { Account } from "../src/schema/account.ts";
import type { Device, PhoneLink } from "../src/schema/device.ts";
import type { Message } from "../src/schema/message.ts";

const AT = new Date("2026-11-22T08:00:00.000Z");

export function createAccount(changes: Partial<Account> = {}): Account {
  return {
    name: "Bakery",
    currency: "USD",
    balance: 10_000_000,
    pricePerSegment: 30_000,
    limits: { messagesPerMinute: 10_000, spendPerDayMax: null },
    rateWindow: { startedAt: AT, count: 0 },
    spend: { day: "", total: 0, byKey: {} },
    lowBalanceThreshold: null,
    billingEmail: null,
    autoTopUp: null,
    card: null,
    settings: { defaultCountry: null, messageTtlSeconds: 86_400 },
    createdAt: AT,
    ...changes,
  };
}

export function createDevice(changes: Partial<Device> = {}): Device {
  return {
    name: "Pixel 8",
    model: "Google/oriole",
    appVersion: "1.68.0",
    sims: [{ slot: 1, number: "+15550000001", carrier: "A" }],
    isOnline: true,
    lastSeenAt: AT,
    wakeChannel: "stream",
    battery: null,
    network: null,
    pacing: { perMinute: null, perDay: null, intervalSecondsMin: 0, intervalSecondsMax: 0 },
    simPacing: {},
    reachedCaps: [],
    isPaused: false,
    createdAt: AT,
    ...changes,
  };
}

export function createPhoneLink(changes: Partial<PhoneLink> = {}): PhoneLink {
  return {
    accountId: "acc_1",
    pushToken: null,
    isPushRefused: false,
    hookSecret: "hook",
    signingKey: "key",
    login: "LOGIN",
    wokenAt: null,
    pulledAt: null,
    plannedAt: null,
    heldUntil: null,
    awayAt: null,
    releases: {},
    requestVersion: 0,
    listedVersion: 0,
    signals: {},
    ...changes,
  };
}

export function createMessage(changes: Partial<Message> = {}): Message {
  return {
    direction: "outbound",
    status: "queued",
    timeline: { queued: AT },
    to: "+14155550123",
    from: null,
    body: "Hello",
    segments: 1,
    encoding: "gsm7",
    deviceId: "dev_1",
    simSlot: null,
    conversationId: "cnv_1",
    queuedFor: "dev_1",
    isReroutable: false,
    isCanceling: false,
    priority: 0,
    price: 30_000,
    refundedAt: null,
    failure: null,
    metadata: {},
    sendAt: null,
    expiresAt: null,
    createdBy: { type: "system" },
    createdAt: AT,
    updatedAt: AT,
    ...changes,
  };
}

/** What a customer asks to be sent. */
export function createAcceptInput(changes: Partial<AcceptMessagesInput> = {}): AcceptMessagesInput {
  return {
    to: ["+14155550123"],
    isList: false,
    body: "Hello",
    deviceId: null,
    simSlot: null,
    from: null,
    sendAt: null,
    expiresAt: null,
    priority: 0,
    metadata: {},
    idempotency: null,
    ...changes,
  };
}
