import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { openSite } from "./testing/open-site.ts";

describe("the API", () => {
  test("gives a payment with its charge and card expanded, and charges the kept card again", async () => {
    const site = await openSite();
    const session = await site.openSession();
    await site.press(session, "pay");
    const { payment_intent: id } = await site.stripe.checkout.sessions.retrieve(session.id);
    const intent = await site.stripe.paymentIntents.retrieve(String(id), {
      expand: ["latest_charge", "payment_method"],
    });
    expect(intent).toMatchObject({
      ...{ status: "succeeded", amount_received: 1000, metadata: { own: "1" } },
      latest_charge: { paid: true, amount_refunded: 0, metadata: { own: "1" } },
      payment_method: { card: { brand: "visa", last4: "4242" } },
    });
    const method = intent.payment_method as Stripe.PaymentMethod;
    const again = { amount: 700, currency: "usd", payment_method: method.id, confirm: true };
    const [first, second] = [
      await site.stripe.paymentIntents.create(again, { idempotencyKey: "one" }),
      await site.stripe.paymentIntents.create(again, { idempotencyKey: "one" }),
    ];
    expect(second.id).toBe(first.id);
    await expect(
      site.stripe.paymentIntents.create({ ...again, amount: 800 }, { idempotencyKey: "one" }),
    ).rejects.toThrow("same parameters");
  });

  test("declines the card that is declined later as Stripe does, also when asked again", async () => {
    const site = await openSite();
    const session = await site.openSession();
    await site.press(session, "pay", "0341");
    const [paid] = (await site.stripe.paymentIntents.list()).data;
    const charge = () =>
      site.stripe.paymentIntents.create(
        {
          ...{ amount: 700, currency: "usd", confirm: true },
          payment_method: String(paid?.payment_method),
        },
        { idempotencyKey: "declined" },
      );
    for (const _ of [1, 2]) {
      await expect(charge()).rejects.toMatchObject({
        ...{ type: "StripeCardError", code: "card_declined", decline_code: "insufficient_funds" },
      });
    }
    expect((await site.stripe.paymentIntents.list()).data).toHaveLength(2);
  });

  test("refunds no more than was paid", async () => {
    const site = await openSite();
    await site.press(await site.openSession(), "pay");
    const [{ id } = { id: "" }] = (await site.stripe.paymentIntents.list()).data;
    await site.stripe.refunds.create({ payment_intent: id, amount: 400 });
    await expect(site.stripe.refunds.create({ payment_intent: id, amount: 601 })).rejects.toThrow(
      "greater",
    );
    await site.stripe.refunds.create({ payment_intent: id });
    await expect(site.stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    expect(
      (await site.stripe.refunds.list({ payment_intent: id })).data.map((one) => one.amount),
    ).toEqual([600, 400]);
  });

  test("refuses a wrong key, and says what it does not emulate", async () => {
    const site = await openSite();
    const stranger = site.connect("sk_test_stranger");
    await expect(stranger.customers.create({})).rejects.toMatchObject({ statusCode: 401 });
    await expect(site.stripe.subscriptions.list()).rejects.toThrow("((");
  });

  test("keeps everything through a restart, its secrets too", async () => {
    const site = await openSite();
    const session = await site.openSession();
    const before = [site.standIn.secretKey, site.standIn.webhookSecret];
    await site.restart();
    expect([site.standIn.secretKey, site.standIn.webhookSecret]).toEqual(before);
    expect((await site.press(session, "pay")).status).toBe(303);
  });
});
