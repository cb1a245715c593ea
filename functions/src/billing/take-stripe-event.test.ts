import { beforeEach, describe, expect, test } from "vitest";
import type { Harness } from "../../testing/harness.ts";
import type { StripeHarness } from "../../testing/stripe.ts";
import { booksAreRight, createPayer, type Payer, TEN } from "../../testing/top-ups.ts";
import { paths } from "../schema/paths.ts";

let harness: Harness;
let stripe: StripeHarness;
let api: Payer;

beforeEach(async () => {
  ({ harness, stripe, api } = await createPayer());
});

describe("Stripe's events", () => {
  const refund = (amount?: number) =>
    stripe.payments.stripe.refunds.create({
      payment_intent: stripe.paymentId(),
      ...(amount !== undefined && { amount }),
    });
  const dispute = (action: string, id: string) =>
    fetch(stripe.standIn.url, { method: "POST", body: new URLSearchParams({ action, id }) });
  const disputeId = () => String(stripe.standIn.state.list("dispute", { limit: 1 })[0]?.id);

  test("take a refund away, part by part, and give back one that did not reach the payer", async () => {
    await stripe.press(await api.startTopUp(), "pay");
    await refund(400);
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(6_000_000);
    const { id } = await refund();
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
    await dispute("fail_refund", id);
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(6_000_000);
    await booksAreRight(harness);
  });

  test("take a disputed payment away, and give it back when the dispute is won", async () => {
    await stripe.press(await api.startTopUp(), "pay");
    await dispute("dispute", stripe.chargeId());
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
    await dispute("win", disputeId());
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(TEN);
    await booksAreRight(harness);
  });

  test("keep a payment away whose dispute is lost, and touch none that is only asked about", async () => {
    await stripe.press(await api.startTopUp(), "pay");
    await dispute("inquire", stripe.chargeId());
    await dispute("lose", disputeId());
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(TEN);
    await dispute("dispute", stripe.chargeId());
    await dispute("lose", disputeId());
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
  });

  test("make the same balance three times each, in reverse order and all at once", async () => {
    await stripe.press(await api.startTopUp(), "pay");
    const first = stripe.paymentId();
    await stripe.payments.stripe.refunds.create({ payment_intent: first, amount: 250 });
    await dispute("dispute", stripe.chargeId());
    await dispute("win", disputeId());
    const later = await api.startTopUp({ amount: 25_000_000 });
    await stripe.press(later, "later");
    await stripe.press(later, "settle");
    const events = stripe.events();
    expect(events.length).toBeGreaterThan(9);
    for (const event of events.toReversed()) {
      const answers = await Promise.all([1, 2, 3].map(() => stripe.deliver(event)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await harness.balance()).toBeGreaterThanOrEqual(0);
    }
    expect(await harness.balance()).toBe(TEN - 2_500_000 + 25_000_000);
    const entries = await harness.count(paths.ledger(harness.accountId));
    for (const event of events) await stripe.deliver(event);
    expect(await harness.balance()).toBe(TEN - 2_500_000 + 25_000_000);
    expect(await harness.count(paths.ledger(harness.accountId))).toBe(entries);
    await booksAreRight(harness);
  });

  test("of a payment that Stripe does not know are answered, lest they come for days", async () => {
    await stripe.press(await api.startTopUp(), "pay");
    const [event] = stripe.events();
    if (event === undefined) throw new Error("There is no event.");
    const object = { id: "pi_unknown", object: "payment_intent" };
    const answer = await stripe.deliver({
      ...{ ...event, id: "evt_unknown", type: "payment_intent.succeeded" },
      data: { object },
    });
    expect(answer.status).toBe(200);
    expect(await harness.balance()).toBe(0);
  });

  test("of a payment that is not ours, or of an account that is not there, are answered and written nowhere", async () => {
    await api.startTopUp();
    await stripe.press(await api.startTopUp(), "pay");
    const event = stripe.events().find(({ type }) => type === "checkout.session.completed");
    if (event === undefined) throw new Error("There is no event.");
    const intent = stripe.standIn.state.list("payment_intent", { limit: 1 })[0];
    if (intent === undefined) throw new Error("There is no payment.");
    const writes = harness.engine.counters.writes;
    const others: Record<string, string>[] = [{}, { handset_account: "acc_nobody" }];
    for (const metadata of others) {
      await stripe.standIn.state.change(() => stripe.standIn.state.put({ ...intent, metadata }));
      expect((await stripe.deliver(event)).status).toBe(200);
    }
    expect(harness.engine.counters.writes).toBe(writes);
  });
});
