import { type BalanceAlerts, decideAlerts } from "../billing/alerts.ts";
import type { PriceOf } from "../billing/price-of.ts";
import { addSpending, currentSpend } from "../billing/spend-cap.ts";
import { conversationIdOf } from "../conversations/conversation-id.ts";
import { GatewayError, invalidField } from "../errors.ts";
import type { Account } from "../schema/account.ts";
import type { IdempotencyRecord } from "../schema/idempotency.ts";
import type { Message } from "../schema/message.ts";
import { asRefusal, type Draft, recipientsOf, senderOf } from "./draft.ts";
import { priceRecipients } from "./price-recipients.ts";
import { currentWindow, describeLimit, type RateLimit } from "./rate-window.ts";
import { chooseRoute, type LastRoute, type RoutableDevice } from "./route.ts";

/** What a batch is decided on. */
export interface Snapshot {
  accountId: string;
  account: Account;
  priceOf: PriceOf;
  devices: RoutableDevice[];
  /** By contact. */
  lastRoutes: ReadonlyMap<string, LastRoute>;
  /** By the hash of the Idempotency-Key. */
  idempotency: ReadonlyMap<string, IdempotencyRecord>;
}

export interface NewMessage {
  id: string;
  message: Message;
}

export type Decision = { rateLimit: RateLimit } & (
  | { kind: "accepted"; messages: NewMessage[]; balance: number; draft: Draft }
  | { kind: "replayed"; messageIds: string[]; balance: number }
  | { kind: "refused"; error: GatewayError }
);

export interface BatchDecision {
  decisions: Decision[];
  /** The account's after all of them. */
  balance: number;
  rateWindow: Account["rateWindow"];
  spend: Account["spend"];
  alerts: BalanceAlerts;
}

/** Decides a batch, each draft on what the ones before it left. A refused draft leaves nothing. */
export function decideAcceptance(
  drafts: readonly Draft[],
  snapshot: Snapshot,
  now: Date,
): BatchDecision {
  const { account } = snapshot;
  let balance = account.balance;
  let window = currentWindow(account, now);
  let spend = currentSpend(account, now);
  const waiting = snapshot.devices.map((device) => ({ ...device }));
  const records = new Map(snapshot.idempotency);
  const lastRoutes = new Map(snapshot.lastRoutes);

  const decide = (draft: Draft): Decision => {
    const limit = account.limits.messagesPerMinute;
    const rateLimit = () => describeLimit(limit, window, now);
    try {
      const record = draft.idempotency && records.get(draft.idempotency.keyHash);
      if (record && record.expiresAt > now)
        return { ...replay(draft, record), rateLimit: rateLimit() };
      const { recipients, price: total } = priceRecipients(
        recipientsOf(draft, account.settings.defaultCountry),
        draft,
        snapshot.priceOf,
      );
      const from = senderOf(draft, account.settings.defaultCountry);
      if (recipients.length > limit) throw longerThanAMinute(limit);
      if (window.count + recipients.length > limit) throw rateLimited(rateLimit());
      const routed = recipients.map(({ to, price }) => {
        const route = chooseRoute({ ...draft, from }, waiting, lastRoutes.get(to) ?? null, now);
        route.device.waitingCount += 1;
        return { to, route, price };
      });
      if (total > balance && total > 0) throw insufficient(account, balance, total);
      spend = addSpending(account, spend, draft, total);
      balance -= total;
      window = { ...window, count: window.count + routed.length };
      const messages = routed.map(({ to, route, price }, index) => {
        lastRoutes.set(to, { deviceId: route.device.id, simSlot: route.simSlot });
        const id = draft.messageIds[index] as string;
        return { id, message: toMessage(draft, snapshot, { to, price, ...route }) };
      });
      if (draft.idempotency !== null) {
        records.set(draft.idempotency.keyHash, idempotencyRecord(draft, balance));
      }
      return { kind: "accepted", messages, balance, draft, rateLimit: rateLimit() };
    } catch (error) {
      return { kind: "refused", error: asRefusal(error), rateLimit: rateLimit() };
    }
  };

  const decisions = drafts.map(decide);
  const alerts = decideAlerts(account, { before: account.balance, after: balance }, now);
  return { decisions, balance, rateWindow: window, spend, alerts };
}

const IDEMPOTENCY_HOURS = 24;

export function idempotencyRecord(draft: Draft, balance: number): IdempotencyRecord {
  return {
    requestHash: draft.idempotency?.requestHash ?? "",
    messageIds: draft.messageIds,
    balance,
    expiresAt: new Date(draft.acceptedAt.getTime() + IDEMPOTENCY_HOURS * 3_600_000),
  };
}

function replay(draft: Draft, record: IdempotencyRecord) {
  if (record.requestHash !== draft.idempotency?.requestHash) {
    throw new GatewayError(
      "idempotency_key_reused",
      "This Idempotency-Key was used with another body. Use a new key for a new request.",
      { fields: [{ field: "Idempotency-Key", message: "It was used with another body." }] },
    );
  }
  return { kind: "replayed" as const, messageIds: record.messageIds, balance: record.balance };
}

function longerThanAMinute(limit: number): GatewayError {
  return invalidField(
    "to",
    `Give at most ${limit} phone numbers a call: the account may send no more in a minute.`,
  );
}

function rateLimited(rateLimit: RateLimit): GatewayError {
  return new GatewayError(
    "rate_limited",
    `Wait ${rateLimit.resetSeconds} seconds: the account may send ${rateLimit.limit} messages a minute.`,
    { retryAfterSeconds: rateLimit.resetSeconds },
  );
}

function insufficient(account: Account, balance: number, price: number): GatewayError {
  return new GatewayError(
    "insufficient_balance",
    `Top up first: this costs ${price} and the balance is ${balance} (millionths of ${account.currency}).`,
    { extra: { price, balance, currency: account.currency } },
  );
}

function toMessage(
  draft: Draft,
  { accountId, account }: Snapshot,
  to: {
    to: string;
    price: number;
    device: RoutableDevice;
    simSlot: number | null;
    from: string | null;
  },
): Message {
  const status = draft.sendAt === null ? "queued" : "scheduled";
  const startsAt = draft.sendAt ?? draft.acceptedAt;
  return {
    direction: "outbound",
    status,
    timeline: { [status]: draft.acceptedAt },
    to: to.to,
    from: to.from,
    body: draft.body,
    segments: draft.count.segments,
    encoding: draft.count.encoding,
    deviceId: to.device.id,
    simSlot: to.simSlot,
    conversationId: conversationIdOf(accountId, to.to),
    queuedFor: status === "queued" ? to.device.id : null,
    isReroutable: draft.deviceId === null && draft.from === null,
    isCanceling: false,
    priority: draft.priority,
    price: to.price,
    refundedAt: null,
    failure: null,
    metadata: draft.metadata,
    sendAt: draft.sendAt,
    expiresAt:
      draft.expiresAt ?? new Date(startsAt.getTime() + account.settings.messageTtlSeconds * 1000),
    createdBy: draft.actor,
    createdAt: draft.acceptedAt,
    updatedAt: draft.acceptedAt,
  };
}
