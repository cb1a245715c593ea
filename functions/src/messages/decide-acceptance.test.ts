import { describe, expect, test } from "vitest";
import { createAcceptInput, createAccount, createDevice } from "../../testing/factories.ts";
import { createPriceOf } from "../billing/price-of.ts";
import {
  type Decision,
  decideAcceptance,
  idempotencyRecord,
  type Snapshot,
} from "./decide-acceptance.ts";
import { type AcceptMessagesInput, draftMessages } from "./draft.ts";

const NOW = new Date("2026-11-22T08:00:30.000Z");
let nextId = 0;

function draft(changes: Partial<AcceptMessagesInput> = {}) {
  return draftMessages(createAcceptInput(changes), {
    actor: { type: "api_key", id: "key_1" },
    now: NOW,
    newMessageId: () => `msg_${++nextId}`,
  });
}

function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const account = changes.account ?? createAccount({ balance: 100_000 });
  return {
    accountId: "acc_1",
    account,
    priceOf: createPriceOf(account, undefined),
    devices: [{ ...createDevice(), id: "dev_1", waitingCount: 0 }],
    lastRoutes: new Map(),
    idempotency: new Map(),
    ...changes,
  };
}

function codes(decisions: Decision[]): string[] {
  return decisions.map((decision) =>
    decision.kind === "refused" ? decision.error.code : decision.kind,
  );
}

describe("decideAcceptance", () => {
  test("takes the price of each segment from the balance", () => {
    const { decisions, balance } = decideAcceptance(
      [draft({ body: "a".repeat(161) })],
      snapshot(),
      NOW,
    );
    expect(codes(decisions)).toEqual(["accepted"]);
    expect(balance).toBe(100_000 - 2 * 30_000);
  });

  test("refuses the one that the balance no longer covers, and accepts a cheaper one after it", () => {
    const batch = decideAcceptance(
      [
        draft({ to: ["+14155550101", "+14155550102"], isList: true }),
        draft({ body: "a".repeat(161) }),
        draft(),
      ],
      snapshot(),
      NOW,
    );
    expect(codes(batch.decisions)).toEqual(["accepted", "insufficient_balance", "accepted"]);
    expect(batch.balance).toBe(10_000);
  });

  test("names the price and the balance when it is too small", () => {
    const { decisions } = decideAcceptance(
      [draft()],
      snapshot({ account: createAccount({ balance: 1 }) }),
      NOW,
    );
    expect(decisions[0]).toMatchObject({ error: { extra: { price: 30_000, balance: 1 } } });
  });

  test("sends without a balance where sending is free", () => {
    const free = createAccount({ balance: 0, pricePerSegment: 0 });
    expect(codes(decideAcceptance([draft()], snapshot({ account: free }), NOW).decisions)).toEqual([
      "accepted",
    ]);
  });

  test("accepts a list whole or not at all, and names the number at fault", () => {
    const batch = decideAcceptance(
      [draft({ to: ["+14155550101", "pizza"], isList: true })],
      snapshot(),
      NOW,
    );
    expect(batch.decisions[0]).toMatchObject({
      kind: "refused",
      error: { fields: [{ field: "to[1]" }] },
    });
    expect(batch.balance).toBe(100_000);
    expect(batch.rateWindow.count).toBe(0);
  });

  test("counts recipients against the window, and tells when it ends", () => {
    const account = createAccount({
      limits: { messagesPerMinute: 2, spendPerDayMax: null },
      rateWindow: { startedAt: new Date("2026-11-22T08:00:00.000Z"), count: 1 },
    });
    const batch = decideAcceptance([draft(), draft()], snapshot({ account }), NOW);
    expect(codes(batch.decisions)).toEqual(["accepted", "rate_limited"]);
    expect(batch.decisions[1]).toMatchObject({ error: { retryAfterSeconds: 30 } });
  });

  test("begins a new window when the last one has ended", () => {
    const account = createAccount({
      limits: { messagesPerMinute: 1, spendPerDayMax: null },
      rateWindow: { startedAt: new Date("2026-11-22T07:59:30.000Z"), count: 1 },
    });
    const batch = decideAcceptance([draft()], snapshot({ account }), NOW);
    expect(codes(batch.decisions)).toEqual(["accepted"]);
    expect(batch.rateWindow).toEqual({ startedAt: NOW, count: 1 });
  });

  test("answers a repeated Idempotency-Key with the first messages and takes nothing", () => {
    const idempotency = { keyHash: "k", requestHash: "r" };
    const first = draft({ idempotency });
    const batch = decideAcceptance([first, draft({ idempotency })], snapshot(), NOW);
    expect(batch.decisions[1]).toMatchObject({ kind: "replayed", messageIds: first.messageIds });
    expect(batch.balance).toBe(70_000);
  });

  test("refuses an Idempotency-Key that came with another body", () => {
    const record = idempotencyRecord(draft({ idempotency: { keyHash: "k", requestHash: "r" } }), 1);
    const batch = decideAcceptance(
      [draft({ idempotency: { keyHash: "k", requestHash: "other" } })],
      snapshot({ idempotency: new Map([["k", record]]) }),
      NOW,
    );
    expect(codes(batch.decisions)).toEqual(["idempotency_key_reused"]);
  });

  test("forgets an Idempotency-Key after a day", () => {
    const record = idempotencyRecord(draft({ idempotency: { keyHash: "k", requestHash: "r" } }), 1);
    const tomorrow = new Date(NOW.getTime() + 24 * 3_600_000);
    const batch = decideAcceptance(
      [draft({ idempotency: { keyHash: "k", requestHash: "other" } })],
      snapshot({ idempotency: new Map([["k", record]]) }),
      tomorrow,
    );
    expect(codes(batch.decisions)).toEqual(["accepted"]);
  });

  test("spreads a batch over phones that are equally busy", () => {
    const devices = ["dev_1", "dev_2"].map((id) => ({ ...createDevice(), id, waitingCount: 0 }));
    const batch = decideAcceptance(
      [draft({ to: ["+14155550101", "+14155550102", "+14155550103"], isList: true })],
      snapshot({ devices }),
      NOW,
    );
    const phones = batch.decisions.flatMap((decision) =>
      decision.kind === "accepted" ? decision.messages.map(({ message }) => message.deviceId) : [],
    );
    expect(phones.sort()).toEqual(["dev_1", "dev_1", "dev_2"]);
  });

  test("keeps a scheduled message from the phone until its time", () => {
    const sendAt = new Date(NOW.getTime() + 60_000);
    const { decisions } = decideAcceptance([draft({ sendAt })], snapshot(), NOW);
    expect(decisions[0]).toMatchObject({
      messages: [{ message: { status: "scheduled", queuedFor: null, sendAt } }],
    });
  });
});
