import fc from "fast-check";
import { expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { createStripeHarness, type StripeHarness } from "../../testing/stripe.ts";
import { GatewayError } from "../errors.ts";
import { type AcceptMessages, createMessageAcceptor } from "../messages/accept.ts";
import { cancelMessage } from "../messages/cancel.ts";
import type { PhoneState } from "../messages/decide-report.ts";
import { expireMessages } from "../messages/expire.ts";
import { recordStatus } from "../messages/record-status.ts";
import { paths } from "../schema/paths.ts";
import { adjustBalance } from "./adjust-balance.ts";
import { auditBalances } from "./audit.ts";
import { startTopUp } from "./start-top-up.ts";
import { USUAL_TERMS } from "./terms.ts";

const STATES: PhoneState[] = ["Pending", "Processed", "Sent", "Delivered", "Failed", "Cancelled"];
const pick = fc.nat({ max: 1000 });

// What may happen to an account's money, in any order. `which` chooses among what there is.
const sending = fc.record({
  kind: fc.constant("send" as const),
  recipients: fc.integer({ min: 1, max: 3 }),
  segments: fc.integer({ min: 1, max: 3 }),
  /** As a client does that got no answer. */
  isRepeated: fc.boolean(),
});
const reporting = fc.record({
  kind: fc.constant("report" as const),
  which: pick,
  state: fc.constantFrom(...STATES),
  times: fc.integer({ min: 1, max: 2 }),
});
/** Stripe tells of something, old or new, once or more at once. */
const delivering = fc.record({
  kind: fc.constant("deliver" as const),
  which: pick,
  times: fc.integer({ min: 1, max: 3 }),
});
const happening = fc.oneof(
  { weight: 4, arbitrary: sending },
  { weight: 8, arbitrary: reporting },
  { weight: 2, arbitrary: delivering },
  fc.record({ kind: fc.constant("cancel" as const), which: pick }),
  fc.record({ kind: fc.constant("expire" as const), hours: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant("pay" as const), how: fc.constantFrom("pay", "later", "decline") }),
  fc.record({ kind: fc.constant("settle" as const), how: fc.constantFrom("settle", "refuse") }),
  fc.record({
    kind: fc.constant("take back" as const),
    which: pick,
    how: fc.constantFrom("refund", "dispute", "inquire"),
  }),
  fc.record({
    kind: fc.constant("end" as const),
    which: pick,
    how: fc.constantFrom("win", "lose", "fail_refund"),
  }),
  fc.record({ kind: fc.constant("adjust" as const), cents: fc.integer({ min: -50, max: 50 }) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

interface World {
  harness: Harness;
  stripe: StripeHarness;
  accept: AcceptMessages;
  deviceId: string;
  messageIds: string[];
  pages: string[];
  count: number;
}

async function happen(world: World, one: Happening): Promise<void> {
  const { harness, stripe } = world;
  const { state } = stripe.standIn;
  const choose = <T>(list: readonly T[], which: number) => list[which % Math.max(1, list.length)];
  world.count += 1;
  switch (one.kind) {
    case "send":
      return send(world, one);
    case "report": {
      const messageId = choose(world.messageIds, one.which);
      if (messageId === undefined) return;
      const actor = { type: "device" as const, id: world.deviceId };
      const report = { state: one.state, error: "Send result: 1", states: {}, simSlot: null };
      const once = () => recordStatus({ ...harness.ctx, actor }, { messageId, report });
      await Promise.all(Array.from({ length: one.times }, once));
      return;
    }
    case "cancel": {
      const id = choose(world.messageIds, one.which);
      if (id !== undefined) await cancelMessage(harness.ctx, { id }).catch(ignoreRefusal);
      return;
    }
    case "expire":
      harness.advance(one.hours * 3_600_000);
      await expireMessages(harness.services);
      return;
    case "pay": {
      const dependencies = { payments: stripe.payments, terms: USUAL_TERMS };
      const { url } = await startTopUp(harness.ctx, dependencies, {
        ...{ amount: 10_000_000, savesCard: false, idempotencyKey: null },
        returnUrl: "http://shop.example/",
      });
      world.pages.push(url);
      await stripe.press(url, one.how);
      return;
    }
    case "settle": {
      const page = world.pages.at(-1);
      if (page !== undefined) await stripe.press(page, one.how);
      return;
    }
    case "take back": {
      const charge = choose(state.list("charge", { limit: 50 }), one.which);
      return charge && atDesk(world, one.how, charge.id);
    }
    case "end": {
      const type = one.how === "fail_refund" ? ("refund" as const) : ("dispute" as const);
      const object = choose(state.list(type, { limit: 50 }), one.which);
      return object && atDesk(world, one.how, object.id);
    }
    case "deliver": {
      const event = choose(stripe.events(), one.which);
      if (event === undefined) return;
      const answers = Array.from({ length: one.times }, () => stripe.deliver(event));
      for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
      return;
    }
    case "adjust":
      await adjustBalance(harness.ctx, {
        ...{ entryId: `by_hand_${world.count}`, amount: one.cents * 10_000, reason: "A try." },
      }).catch(ignoreRefusal);
  }
}

async function send(
  world: World,
  { recipients, segments, isRepeated }: Extract<Happening, { kind: "send" }>,
): Promise<void> {
  const number = (n: number) => `+1415556${String(world.count * 4 + n).padStart(4, "0")}`;
  const input = {
    ...{ isList: true, body: "a".repeat(segments * 150), deviceId: world.deviceId, simSlot: null },
    ...{ from: null, sendAt: null, expiresAt: null, priority: 0, metadata: {} },
    to: Array.from({ length: recipients }, (_, n) => number(n)),
    idempotency: { keyHash: `key_${world.count}`, requestHash: "same" },
  };
  const times = isRepeated ? 2 : 1;
  const calls = Array.from({ length: times }, () => world.accept(world.harness.ctx, input));
  for (const call of calls) {
    const answer = await call.catch(ignoreRefusal);
    if (!answer) continue;
    expect(answer.balance).toBeGreaterThanOrEqual(0);
    world.messageIds = [...new Set([...world.messageIds, ...answer.messages.map(({ id }) => id)])];
  }
}

/** What Stripe's side or the payer's bank does. */
async function atDesk({ stripe }: World, action: string, id: string): Promise<void> {
  await fetch(stripe.standIn.url, { method: "POST", body: new URLSearchParams({ action, id }) });
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof GatewayError)) throw error;
}

/** What Stripe took back so far; 0 or less. */
async function takenBack({ harness }: World): Promise<number> {
  const entries = await harness.db.collection(paths.ledger(harness.accountId)).get();
  return entries.docs
    .filter((doc) => ["dispute", "top_up_refund"].includes(doc.get("type")))
    .reduce((sum, doc) => sum + doc.get("amount"), 0);
}

const CENT = 10_000;

/** Once Stripe has told all: what was paid and not taken back, what was booked by hand, less the messages that did not fail. */
async function expectedBalance({ harness, stripe: { standIn } }: World): Promise<number> {
  const all = { limit: 1000 };
  const sumOf = (amounts: { amount: number }[]) =>
    amounts.reduce((sum, one) => sum + one.amount, 0);
  const paid = sumOf(standIn.state.list("charge", all));
  const refunded = sumOf(
    standIn.state.list("refund", all).filter(({ status }) => status === "succeeded"),
  );
  const disputed = sumOf(
    standIn.state
      .list("dispute", all)
      .filter(({ status }) => status === "needs_response" || status === "lost"),
  );
  const documents = await Promise.all(
    [paths.ledger, paths.messages].map((path) =>
      harness.db.collection(path(harness.accountId)).get(),
    ),
  );
  const [entries = [], messages = []] = documents.map(({ docs }) => docs);
  const byHand = entries
    .filter((doc) => doc.get("type") === "adjustment")
    .reduce((sum, doc) => sum + doc.get("amount"), 0);
  const spent = messages
    .filter((doc) => !["failed", "expired", "canceled"].includes(doc.get("status")))
    .reduce((sum, doc) => sum + doc.get("price"), 0);
  return (paid - refunded - disputed) * CENT + byHand - spent;
}

test("whatever happens in whatever order, the balance is what entries and messages say, and only Stripe takes it below zero", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 15, maxLength: 40, size: "max" }),
      async (happenings) => {
        const harness = await createHarness({ balance: 0 });
        const stripe = await createStripeHarness(harness);
        try {
          await adjustBalance(harness.ctx, { entryId: "gift", amount: 500_000, reason: "A gift." });
          const world: World = {
            ...{ harness, stripe, messageIds: [], pages: [], count: 0 },
            accept: createMessageAcceptor(harness.services, USUAL_TERMS),
            deviceId: await harness.addDevice(),
          };
          for (const one of happenings) {
            await happen(world, one);
            const { differences } = await auditBalances(harness.services, harness.accountId);
            expect(differences).toEqual([]);
            const { balance } = await harness.account();
            if (balance < 0) expect(balance - (await takenBack(world))).toBeGreaterThanOrEqual(0);
          }
          for (const event of stripe.events().toReversed()) await stripe.deliver(event);
          expect((await harness.account()).balance).toBe(await expectedBalance(world));
        } finally {
          await stripe.close();
        }
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
}, 60_000);
