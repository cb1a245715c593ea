import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAcceptInput } from "../../testing/factories.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { createStripeHarness, type StripeHarness } from "../../testing/stripe.ts";
import { type AcceptMessages, createMessageAcceptor } from "../messages/accept.ts";
import { paths } from "../schema/paths.ts";
import { auditBalances } from "./audit.ts";
import { chargeSavedCard } from "./charge-saved-card.ts";
import { startTopUp } from "./start-top-up.ts";
import { createPayments } from "./stripe-client.ts";
import { USUAL_TERMS } from "./terms.ts";
import { updateBillingSettings } from "./update-settings.ts";

const TERMS = { ...USUAL_TERMS, mailCollection: "outbox" };
const FIVE = 5_000_000;
const AUTOMATIC = { isOn: true, threshold: FIVE, amount: 2 * FIVE };

let harness: Harness;
let stripe: StripeHarness;
let accept: AcceptMessages;
let sent = 0;

beforeEach(async () => {
  harness = await createHarness({ balance: 0 });
  await harness.addDevice();
  stripe = await createStripeHarness(harness, TERMS);
  accept = createMessageAcceptor(harness.services, TERMS);
  await harness.db.doc(paths.account(harness.accountId)).update({ billingEmail: email() });
});

afterEach(() => stripe.close());

/** Tops ten up, and keeps the card. */
async function keepCard(card = "4242"): Promise<void> {
  const dependencies = { payments: stripe.payments, terms: TERMS };
  const { url } = await startTopUp(harness.ctx, dependencies, {
    ...{ amount: 2 * FIVE, savesCard: true, idempotencyKey: null },
    returnUrl: "http://shop.example/",
  });
  await stripe.press(url, "pay", card);
  await stripe.deliverAll();
}

/** Sends until no more than `balance` is left. */
async function spendTo(balance: number): Promise<void> {
  for (;;) {
    const left = (await harness.account()).balance - balance;
    if (left <= 0) return;
    const count = Math.min(100, Math.ceil(left / 30_000));
    const to = Array.from({ length: count }, () => `+1415555${String(sent++).padStart(4, "0")}`);
    await accept(harness.ctx, createAcceptInput({ to, isList: true }));
  }
}

const email = () => `${harness.accountId.toLowerCase()}@shop.example`;
const settings = (input: Parameters<typeof updateBillingSettings>[2]) =>
  updateBillingSettings(harness.ctx, TERMS, input);
const requests = () =>
  harness.db.collection("topUpRequests").where("accountId", "==", harness.accountId).get();
const mails = async () =>
  (await harness.db.collection("outbox").get()).docs
    .filter((doc) => doc.get("to")[0] === email())
    .map((doc) => doc.get("message.subject"));
const charges = () => stripe.standIn.state.list("charge", { limit: 99 }).length;

describe("an automatic top-up", () => {
  test("is off until it is asked for, and is refused without a kept card", async () => {
    await expect(settings({ autoTopUp: AUTOMATIC })).rejects.toMatchObject({ code: "conflict" });
    await keepCard();
    await spendTo(30_000);
    expect((await requests()).size).toBe(0);
  });

  test("charges the kept card once when spending crosses the threshold, whatever is tried again", async () => {
    await keepCard();
    expect((await harness.account()).card).toEqual({ brand: "visa", last4: "4242" });
    await settings({ autoTopUp: AUTOMATIC });
    await spendTo(FIVE - 60_000);
    expect((await requests()).size).toBe(1);
    await stripe.chargeRequests();
    await Promise.all([stripe.chargeRequests(), stripe.chargeRequests()]);
    await stripe.deliverAll();
    expect(charges()).toBe(2);
    const account = await harness.account();
    expect(account.balance).toBeGreaterThan(2 * FIVE);
    expect(account.autoTopUp).toMatchObject({ isOn: true, pendingId: null, failure: null });
    const { differences } = await auditBalances(harness.services, harness.accountId);
    expect(differences).toEqual([]);
  });

  test("asks no second time while one is under way, and again at the next crossing", async () => {
    await keepCard();
    await settings({ autoTopUp: AUTOMATIC });
    await spendTo(FIVE - 60_000);
    await spendTo(FIVE - 600_000);
    expect((await requests()).size).toBe(1);
    await stripe.chargeRequests();
    await spendTo(FIVE - 60_000);
    expect((await requests()).size).toBe(2);
    await stripe.chargeRequests();
    expect(charges()).toBe(3);
  });

  test("is booked by Stripe's event when the instance died after the charge", async () => {
    await keepCard();
    await settings({ autoTopUp: AUTOMATIC });
    await spendTo(FIVE - 60_000);
    const request = (await requests()).docs[0];
    const link = await harness.read(paths.billingLink(harness.accountId));
    await stripe.payments.stripe.paymentIntents.create({
      ...{ amount: 1000, currency: "usd", off_session: true, confirm: true },
      customer: link?.customerId,
      payment_method: link?.paymentMethodId,
      metadata: { handset_account: harness.accountId, handset_request: request?.id ?? "" },
    });
    await stripe.deliverAll();
    expect((await harness.account()).autoTopUp?.pendingId).toBeNull();
    await stripe.chargeRequests();
    expect(charges()).toBe(2);
  });

  test("switches itself off when the card is declined, says why and writes to the owner, once", async () => {
    await keepCard("0341");
    await settings({ autoTopUp: AUTOMATIC });
    await spendTo(FIVE - 60_000);
    await stripe.chargeRequests();
    await stripe.chargeRequests();
    await stripe.deliverAll();
    const { autoTopUp, balance } = await harness.account();
    expect(autoTopUp).toMatchObject({
      ...{ isOn: false, pendingId: null },
      failure: { code: "insufficient_funds" },
    });
    expect(balance).toBeLessThan(FIVE);
    expect(await mails()).toEqual(["The automatic top-up of Bakery failed"]);
    await spendTo(30_000);
    expect((await requests()).size).toBe(1);
  });

  test("is tried again while Stripe does not answer, and given up after half a day", async () => {
    await keepCard();
    await settings({ autoTopUp: AUTOMATIC });
    await spendTo(FIVE - 60_000);
    const doc = (await requests()).docs[0];
    const requestId = doc?.id ?? "";
    const request = {
      ...{ accountId: harness.accountId, amount: 2 * FIVE },
      ...{ requestedAt: harness.now(), expiresAt: harness.now() },
    };
    const away = createPayments({
      ...{ secretKey: "sk_test_away", webhookSecret: "whsec_away", apiBase: "http://127.0.0.1:9" },
    });
    const charge = () =>
      chargeSavedCard(harness.services, { payments: away, terms: TERMS }, { requestId, request });
    await expect(charge()).rejects.toThrow();
    expect((await harness.account()).autoTopUp?.pendingId).toBe(requestId);
    harness.advance(13 * 3_600_000);
    await charge();
    expect((await harness.account()).autoTopUp).toMatchObject({
      failure: { code: "payments_unavailable" },
    });
  });

  test("charges ten times a day at most", async () => {
    await keepCard();
    await settings({ autoTopUp: { ...AUTOMATIC, threshold: 4 * FIVE } });
    await stripe.chargeRequests();
    const asked = { day: "2026-11-22", count: 9 };
    await harness.db.doc(paths.account(harness.accountId)).update({ "autoTopUp.asked": asked });
    for (const count of [2, 2]) {
      await spendTo((await harness.account()).balance - 30_000);
      await stripe.chargeRequests();
      await spendTo(FIVE);
      expect((await requests()).size).toBe(count);
    }
    harness.advance(24 * 3_600_000);
    await spendTo((await harness.account()).balance - 30_000);
    expect((await requests()).size).toBe(3);
  });

  test("charges at once when it is switched on below the threshold", async () => {
    await keepCard();
    await spendTo(FIVE - 60_000);
    await settings({ autoTopUp: AUTOMATIC });
    expect((await requests()).size).toBe(1);
    await stripe.chargeRequests();
    expect((await harness.account()).balance).toBeGreaterThan(2 * FIVE);
  });
});

describe("the threshold of a low balance", () => {
  test("has the owner told once a crossing, by event and by mail", async () => {
    await keepCard();
    await settings({ lowBalanceThreshold: FIVE });
    await spendTo(FIVE + 30_000);
    expect(await mails()).toEqual([]);
    await spendTo(FIVE - 30_000);
    await spendTo(FIVE - 90_000);
    expect(await mails()).toEqual(["The balance of Bakery is low"]);
    const alerts = await harness.db.collection(`accounts/${harness.accountId}/alerts`).get();
    expect(alerts.docs.map((doc) => doc.get("type"))).toEqual(["balance.low"]);
  });
});
