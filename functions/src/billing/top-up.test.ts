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

describe("a top-up", () => {
  test("is booked once it is paid, with its receipt, and not before", async () => {
    const url = await api.startTopUp();
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
    const paid = await stripe.press(url, "pay");
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe("http://shop.example/?top_up=paid");
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(TEN);
    const entry = await harness.read(
      paths.ledgerEntry(harness.accountId, `topup_${stripe.paymentId()}`),
    );
    expect(entry).toMatchObject({ type: "top_up", amount: TEN, paymentId: stripe.paymentId() });
    const { body } = await api.call("/top-ups");
    expect(body.data).toMatchObject([
      {
        id: stripe.paymentId(),
        amount: TEN,
        refunded: 0,
        receipt_url: expect.stringContaining("http"),
      },
    ]);
    await booksAreRight(harness);
  });

  test("comes to nothing when the card is declined, and to its amount when another is tried", async () => {
    const url = await api.startTopUp();
    await stripe.press(url, "decline");
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
    await stripe.press(url, "pay");
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(TEN);
  });

  test("that is paid later is booked when the money arrives", async () => {
    const url = await api.startTopUp();
    await stripe.press(url, "later");
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
    await stripe.press(url, "settle");
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(TEN);
  });

  test("that the bank refuses later is not booked", async () => {
    const url = await api.startTopUp();
    await stripe.press(url, "later");
    await stripe.press(url, "refuse");
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
    expect(await harness.count(paths.ledger(harness.accountId))).toBe(0);
  });

  test("makes one customer, and one page for one Idempotency-Key", async () => {
    await api.startTopUp();
    await api.startTopUp();
    expect(stripe.standIn.state.list("customer", { limit: 9 })).toHaveLength(1);
    const call = { body: { amount: TEN }, headers: { "Idempotency-Key": "top-up-1" } };
    const first = await api.call("/top-ups", call);
    expect((await api.call("/top-ups", call)).body).toEqual(first.body);
    expect(stripe.standIn.state.list("checkout.session", { limit: 9 })).toHaveLength(3);
  });

  test.each([
    ["less than the smallest", { amount: 1_000_000 }, "amount"],
    ["more than the largest", { amount: 2_000_000_000 }, "amount"],
    ["what is no cent", { amount: 10_000_001 }, "amount"],
    ["another site to return to", { amount: TEN, return_path: "//evil.example" }, "return_path"],
  ])("refuses %s and asks Stripe nothing", async (_name, body, field) => {
    const answer = await api.call("/top-ups", { body });
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
    expect(stripe.standIn.state.list("checkout.session", { limit: 9 })).toEqual([]);
    expect(stripe.standIn.state.list("customer", { limit: 9 })).toEqual([]);
  });

  test("is refused to a key that may only send", async () => {
    const as = await harness.issueKey(["messages:send", "balance:read"]);
    expect((await api.call("/top-ups", { body: { amount: TEN }, as })).body.code).toBe(
      "missing_scope",
    );
    expect((await api.call("/billing-portal", { body: {}, as })).body.code).toBe("missing_scope");
    expect((await api.call("/ledger", { as })).body.code).toBe("missing_scope");
  });

  test("of another currency than the account's is refused", async () => {
    const url = await api.startTopUp();
    await harness.db.doc(paths.account(harness.accountId)).update({ currency: "EUR" });
    await stripe.press(url, "pay");
    await stripe.deliverAll();
    expect(await harness.balance()).toBe(0);
    expect(harness.logged.map(({ fields }) => fields)).toContainEqual(
      expect.objectContaining({ outcome: "wrong_currency" }),
    );
  });
});
