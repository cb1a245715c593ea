import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sign } from "../../../local/src/stripe/webhook-sender.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { createStripeHarness, type StripeHarness } from "../../testing/stripe.ts";
import { createApiApp } from "../api/app.ts";
import { paths } from "../schema/paths.ts";
import { auditBalances } from "./audit.ts";
import { createPayments } from "./stripe-client.ts";

const TEN = 10_000_000;

let harness: Harness;
let stripe: StripeHarness;
let key: string;

beforeEach(async () => {
  harness = await createHarness({ balance: 0 });
  stripe = await createStripeHarness(harness);
  key = await harness.issueKey();
});

afterEach(() => stripe.close());

async function call(path: string, body?: unknown, method = body === undefined ? "GET" : "POST") {
  const response = await stripe.app.request(`http://shop.example/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function startTopUp(more: object = {}): Promise<string> {
  const { status, body } = await call("/top-ups", { amount: TEN, ...more });
  expect(status).toBe(201);
  return body.checkout_url;
}

async function deliverAll(): Promise<void> {
  for (const event of stripe.events()) expect((await stripe.deliver(event)).status).toBe(200);
}

const balance = async () => (await harness.account()).balance;
const chargeId = () => String(stripe.standIn.state.list("charge", { limit: 1 })[0]?.id);
const paymentId = () => String(stripe.standIn.state.list("payment_intent", { limit: 1 })[0]?.id);

async function booksAreRight(): Promise<void> {
  const { differences } = await auditBalances(harness.services, harness.accountId);
  expect(differences).toEqual([]);
}

describe("a top-up", () => {
  test("is booked once it is paid, with its receipt, and not before", async () => {
    const url = await startTopUp();
    await deliverAll();
    expect(await balance()).toBe(0);
    const paid = await stripe.press(url, "pay");
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe("http://shop.example/?top_up=paid");
    await deliverAll();
    expect(await balance()).toBe(TEN);
    const entry = await harness.read(paths.ledgerEntry(harness.accountId, `topup_${paymentId()}`));
    expect(entry).toMatchObject({ type: "top_up", amount: TEN, paymentId: paymentId() });
    const { body } = await call("/top-ups");
    expect(body.data).toMatchObject([
      { id: paymentId(), amount: TEN, refunded: 0, receipt_url: expect.stringContaining("http") },
    ]);
    await booksAreRight();
  });

  test("comes to nothing when the card is declined, and to its amount when another is tried", async () => {
    const url = await startTopUp();
    await stripe.press(url, "decline");
    await deliverAll();
    expect(await balance()).toBe(0);
    await stripe.press(url, "pay");
    await deliverAll();
    expect(await balance()).toBe(TEN);
  });

  test("that is paid later is booked when the money arrives", async () => {
    const url = await startTopUp();
    await stripe.press(url, "later");
    await deliverAll();
    expect(await balance()).toBe(0);
    await stripe.press(url, "settle");
    await deliverAll();
    expect(await balance()).toBe(TEN);
  });

  test("that the bank refuses later is not booked", async () => {
    const url = await startTopUp();
    await stripe.press(url, "later");
    await stripe.press(url, "refuse");
    await deliverAll();
    expect(await balance()).toBe(0);
    expect(await harness.count(paths.ledger(harness.accountId))).toBe(0);
  });

  test("makes one customer, and one page for one Idempotency-Key", async () => {
    await startTopUp();
    await startTopUp();
    expect(stripe.standIn.state.list("customer", { limit: 9 })).toHaveLength(1);
  });

  test.each([
    ["less than the smallest", { amount: 1_000_000 }, "amount"],
    ["more than the largest", { amount: 2_000_000_000 }, "amount"],
    ["what is no cent", { amount: 10_000_001 }, "amount"],
    ["another site to return to", { amount: TEN, return_path: "//evil.example" }, "return_path"],
  ])("refuses %s and asks Stripe nothing", async (_name, body, field) => {
    const answer = await call("/top-ups", body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
    expect(stripe.standIn.state.list("checkout.session", { limit: 9 })).toEqual([]);
  });

  test("is refused to a key that may only send", async () => {
    key = await harness.issueKey(["messages:send", "balance:read"]);
    expect((await call("/top-ups", { amount: TEN })).body.code).toBe("missing_scope");
    expect((await call("/billing-portal", {})).body.code).toBe("missing_scope");
    expect((await call("/ledger")).body.code).toBe("missing_scope");
  });

  test("of another currency than the account's is refused", async () => {
    const url = await startTopUp();
    await harness.db.doc(paths.account(harness.accountId)).update({ currency: "EUR" });
    await stripe.press(url, "pay");
    await deliverAll();
    expect(await balance()).toBe(0);
    expect(harness.logged.map(({ fields }) => fields)).toContainEqual(
      expect.objectContaining({ outcome: "wrong_currency" }),
    );
  });
});

describe("Stripe's events", () => {
  const refund = (amount?: number) =>
    stripe.payments.stripe.refunds.create({
      payment_intent: paymentId(),
      ...(amount !== undefined && { amount }),
    });
  const dispute = (action: string, id: string) =>
    fetch(stripe.standIn.url, { method: "POST", body: new URLSearchParams({ action, id }) });
  const disputeId = () => String(stripe.standIn.state.list("dispute", { limit: 1 })[0]?.id);

  test("take a refund away, part by part, and give back one that did not reach the payer", async () => {
    await stripe.press(await startTopUp(), "pay");
    await refund(400);
    await deliverAll();
    expect(await balance()).toBe(6_000_000);
    const { id } = await refund();
    await deliverAll();
    expect(await balance()).toBe(0);
    await dispute("fail_refund", id);
    await deliverAll();
    expect(await balance()).toBe(6_000_000);
    await booksAreRight();
  });

  test("take a disputed payment away, and give it back when the dispute is won", async () => {
    await stripe.press(await startTopUp(), "pay");
    await dispute("dispute", chargeId());
    await deliverAll();
    expect(await balance()).toBe(0);
    await dispute("win", disputeId());
    await deliverAll();
    expect(await balance()).toBe(TEN);
    await booksAreRight();
  });

  test("keep a payment away whose dispute is lost, and touch none that is only asked about", async () => {
    await stripe.press(await startTopUp(), "pay");
    await dispute("inquire", chargeId());
    await dispute("lose", disputeId());
    await deliverAll();
    expect(await balance()).toBe(TEN);
    await dispute("dispute", chargeId());
    await dispute("lose", disputeId());
    await deliverAll();
    expect(await balance()).toBe(0);
  });

  test("make the same balance three times each, in reverse order and all at once", async () => {
    await stripe.press(await startTopUp(), "pay");
    const first = paymentId();
    await stripe.payments.stripe.refunds.create({ payment_intent: first, amount: 250 });
    await dispute("dispute", chargeId());
    await dispute("win", disputeId());
    const later = await startTopUp({ amount: 25_000_000 });
    await stripe.press(later, "later");
    await stripe.press(later, "settle");
    const events = stripe.events();
    expect(events.length).toBeGreaterThan(9);
    for (const event of events.toReversed()) {
      const answers = await Promise.all([1, 2, 3].map(() => stripe.deliver(event)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await balance()).toBeGreaterThanOrEqual(0);
    }
    expect(await balance()).toBe(TEN - 2_500_000 + 25_000_000);
    const entries = await harness.count(paths.ledger(harness.accountId));
    for (const event of events) await stripe.deliver(event);
    expect(await balance()).toBe(TEN - 2_500_000 + 25_000_000);
    expect(await harness.count(paths.ledger(harness.accountId))).toBe(entries);
    await booksAreRight();
  });

  test("of a payment that Stripe does not know are answered, lest they come for days", async () => {
    await stripe.press(await startTopUp(), "pay");
    const [event] = stripe.events();
    if (event === undefined) throw new Error("There is no event.");
    const object = { id: "pi_unknown", object: "payment_intent" };
    const answer = await stripe.deliver({
      ...{ ...event, id: "evt_unknown", type: "payment_intent.succeeded" },
      data: { object },
    });
    expect(answer.status).toBe(200);
    expect(await balance()).toBe(0);
  });

  test("of a payment that is not ours, or of an account that is not there, are answered and written nowhere", async () => {
    await startTopUp();
    await stripe.press(await startTopUp(), "pay");
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

describe("a forged event", () => {
  const post = (body: string, signature: string | null) =>
    stripe.app.request("/api/v1/stripe/webhook", {
      method: "POST",
      headers: signature === null ? {} : { "Stripe-Signature": signature },
      body,
    });

  test.each([
    ["without a signature", async () => null],
    ["signed with another secret", async (body: string) => signed(body, "whsec_other", 0)],
    [
      "signed more than five minutes ago",
      async (body: string) => signed(body, stripe.standIn.webhookSecret, -301),
    ],
    [
      "whose signature belongs to another body",
      async (body: string) => signed(`${body} `, stripe.standIn.webhookSecret, 0),
    ],
    ["with a signature that is none", async () => "t=now,v1=zero"],
  ])("%s is refused with 400 and written nowhere", async (_name, signatureOf) => {
    await stripe.press(await startTopUp(), "pay");
    const body = JSON.stringify(stripe.events()[0]);
    const writes = harness.engine.counters.writes;
    const answer = await post(body, await signatureOf(body));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_signature" });
    expect(harness.engine.counters.writes).toBe(writes);
    expect(await balance()).toBe(0);
  });

  test("signed with the empty secret is refused where no secret was given", async () => {
    for (const webhookSecret of ["", "none"]) {
      const { secretKey, url } = stripe.standIn;
      const payments = createPayments({ secretKey, webhookSecret, apiBase: url });
      expect(payments).toBeNull();
      const open = createApiApp(harness.services, { payments });
      const body = JSON.stringify({ type: "payment_intent.succeeded" });
      const answer = await open.request("/api/v1/stripe/webhook", {
        method: "POST",
        headers: { "Stripe-Signature": sign(body, webhookSecret, harness.now().getTime() / 1000) },
        body,
      });
      expect(await answer.json()).toMatchObject({ code: "payments_off" });
    }
  });

  test("that is live on a deployment that is not is refused with 400 and written nowhere", async () => {
    await stripe.press(await startTopUp(), "pay");
    const body = JSON.stringify({ ...stripe.events()[0], livemode: true });
    const writes = harness.engine.counters.writes;
    const answer = await post(body, await signed(body, stripe.standIn.webhookSecret, 0));
    expect(answer.status).toBe(400);
    expect(harness.engine.counters.writes).toBe(writes);
  });
});

async function signed(body: string, secret: string, ageSeconds: number): Promise<string> {
  const timestamp = Math.floor(harness.now().getTime() / 1000) + ageSeconds;
  return stripe.payments.stripe.webhooks.generateTestHeaderString({
    ...{ payload: body, secret, timestamp },
  });
}
