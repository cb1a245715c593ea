import { beforeEach, describe, expect, test } from "vitest";
import { createAcceptInput } from "../../testing/factories.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { createMessageAcceptor } from "../messages/accept.ts";
import { cancelMessage } from "../messages/cancel.ts";
import { paths } from "../schema/paths.ts";
import { adjustBalance } from "./adjust-balance.ts";
import { auditBalances } from "./audit.ts";
import { countUsage } from "./count-usage.ts";
import { listUsage } from "./list-usage.ts";
import { USUAL_TERMS } from "./terms.ts";

const DAY_MS = 86_400_000;
const NUMBERS = ["+14155550101", "+14155550102", "+14155550103"];

let harness: Harness;

beforeEach(async () => {
  harness = await createHarness({ balance: 0 });
  await harness.addDevice();
  await adjustBalance(harness.ctx, { entryId: "gift", amount: 1_000_000, reason: "A gift." });
});

async function send(to: string[]): Promise<string[]> {
  const accept = createMessageAcceptor(harness.services, USUAL_TERMS);
  const { messages } = await accept(harness.ctx, createAcceptInput({ to, isList: true }));
  return messages.map(({ id }) => id);
}

const audit = () => auditBalances(harness.services, harness.accountId);
const account = () => harness.db.doc(paths.account(harness.accountId));

describe("auditBalances", () => {
  test("finds nothing where messages of three months, a cancellation and a gift make up the balance", async () => {
    for (const to of NUMBERS) {
      await send([to]);
      harness.advance(40 * DAY_MS);
    }
    const [id] = await send(["+14155550104"]);
    await cancelMessage(harness.ctx, { id: id ?? "" });
    expect((await harness.account()).balance).toBe(1_000_000 - 3 * 30_000);
    expect(await audit()).toEqual({ accountCount: 1, differences: [] });
  });

  test("finds nothing after sends of two instances, cancellations, gifts and corrections all at once", async () => {
    const earlier = await send(NUMBERS);
    const instances = [1, 2].map(() => createMessageAcceptor(harness.services, USUAL_TERMS));
    const sends = Array.from({ length: 16 }, (_, n) =>
      instances[n % 2]?.(harness.ctx, {
        ...{ to: [`+1415556${String(n).padStart(4, "0")}`], isList: true, body: "Hello" },
        ...{ deviceId: null, simSlot: null, from: null, sendAt: null, expiresAt: null },
        ...{ priority: 0, metadata: {}, idempotency: null },
      }),
    );
    const others = [
      ...earlier.flatMap((id) => [1, 2].map(() => cancelMessage(harness.ctx, { id }))),
      ...[1, 2, 3, 4].map((n) =>
        adjustBalance(harness.ctx, { entryId: `at_once_${n % 2}`, amount: 7, reason: "At once." }),
      ),
    ];
    await Promise.all([...sends, ...others]);
    expect((await harness.account()).balance).toBe(1_000_000 - 16 * 30_000 + 2 * 7);
    expect(await audit()).toEqual({ accountCount: 1, differences: [] });
  });

  test("names the account, what was found and what was expected, and repairs nothing", async () => {
    await send(NUMBERS);
    await account().update({ balance: 950_000 });
    const [difference, ...others] = (await audit()).differences;
    expect(others).toEqual([]);
    expect(difference).toEqual({
      accountId: harness.accountId,
      accountName: "Bakery",
      currency: "USD",
      what: "balance",
      found: 950_000,
      expected: 910_000,
    });
    expect((await harness.account()).balance).toBe(950_000);
  });

  test("notices a message that vanished", async () => {
    const [id] = await send(NUMBERS);
    await harness.db.doc(paths.message(harness.accountId, id ?? "")).delete();
    expect((await audit()).differences).toMatchObject([
      { what: "balance", found: 910_000, expected: 940_000 },
    ]);
  });

  test("notices a message that failed and was not given back, though the balance adds up", async () => {
    const [id] = await send(NUMBERS);
    await harness.db
      .doc(paths.message(harness.accountId, id ?? ""))
      .update({ status: "failed", refundedAt: harness.now() });
    expect((await audit()).differences).toMatchObject([
      { what: "refunds", found: 0, expected: 30_000 },
    ]);
  });

  test("notices an entry that was changed after it was written", async () => {
    await harness.db.doc(paths.ledgerEntry(harness.accountId, "gift")).update({ amount: 5 });
    expect((await audit()).differences).toMatchObject([
      { what: "balance", found: 1_000_000, expected: 5 },
    ]);
  });

  test("walks every account when none is named", async () => {
    const other = await createHarness({ balance: 77 });
    await account().update({ balance: 1 });
    const { differences } = await auditBalances(harness.services);
    const found = new Map(differences.map((one) => [one.accountId, one.found]));
    expect(found.get(harness.accountId)).toBe(1);
    expect(found.get(other.accountId)).toBe(77);
  });
});

describe("usage", () => {
  const NOTHING = { messages: 0, segments: 0, spent: 0, outcomes: null };
  const NONE = { waiting: 0, sent: 0, delivered: 0, failed: 0, expired: 0, canceled: 0 };

  test("counts a day as it is sent, and what became of it once the day is over", async () => {
    const [id] = await send(NUMBERS);
    await send(["+14155550104"]);
    await cancelMessage(harness.ctx, { id: id ?? "" });
    await harness.addMessage({
      ...{ direction: "inbound", status: "received", price: 0, deviceId: "dev_gone" },
    });
    harness.advance(DAY_MS);
    await countUsage(harness.services, 1);
    await countUsage(harness.services, 1);
    const [device] = (await harness.db.collection(paths.devices(harness.accountId)).get()).docs;
    expect(await listUsage(harness.ctx, { from: "2026-11-21", to: "2026-11-22" })).toEqual([
      { day: "2026-11-21", ...NOTHING },
      {
        ...{ day: "2026-11-22", messages: 4, segments: 4, spent: 120_000 },
        outcomes: {
          ...{ ...NONE, waiting: 3, canceled: 1, received: 1 },
          byDevice: { [device?.id ?? ""]: 4 },
          countedAt: harness.now(),
        },
      },
    ]);
  });

  test("counts today when it is asked for, and again a minute later", async () => {
    const today = async () => (await listUsage(harness.ctx, { from: "2026-11-22" }))[0]?.outcomes;
    expect(await today()).toBeNull();
    await harness.addMessage({ direction: "inbound", status: "received", price: 0 });
    const countedAt = harness.now();
    expect(await today()).toMatchObject({ ...NONE, received: 1, countedAt });
    await harness.addMessage({ direction: "inbound", status: "received", price: 0 });
    harness.advance(59_000);
    expect(await today()).toMatchObject({ received: 1, countedAt });
    harness.advance(1000);
    expect(await today()).toMatchObject({ received: 2, countedAt: harness.now() });
  });

  test("counts a day that no schedule has counted since it ended, and lets a finished one be", async () => {
    await send(NUMBERS);
    await listUsage(harness.ctx, { from: "2026-11-22" });
    harness.advance(5 * DAY_MS);
    const countedAt = harness.now();
    const first = async () => (await listUsage(harness.ctx, { from: "2026-11-22" }))[0];
    expect(await first()).toMatchObject({ messages: 3, outcomes: { waiting: 3, countedAt } });
    harness.advance(DAY_MS);
    expect(await first()).toMatchObject({ outcomes: { countedAt } });
  });
});
