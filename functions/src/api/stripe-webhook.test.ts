import { beforeEach, describe, expect, test } from "vitest";
import { sign } from "../../../local/src/stripe/webhook-sender.ts";
import type { Harness } from "../../testing/harness.ts";
import type { StripeHarness } from "../../testing/stripe.ts";
import { createPayer, type Payer } from "../../testing/top-ups.ts";
import { createPayments } from "../billing/stripe-client.ts";
import { createApiApp } from "./app.ts";

let harness: Harness;
let stripe: StripeHarness;
let api: Payer;

beforeEach(async () => {
  ({ harness, stripe, api } = await createPayer());
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
    await stripe.press(await api.startTopUp(), "pay");
    const body = JSON.stringify(stripe.events()[0]);
    const writes = harness.engine.counters.writes;
    const answer = await post(body, await signatureOf(body));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_signature" });
    expect(harness.engine.counters.writes).toBe(writes);
    expect(await harness.balance()).toBe(0);
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
    await stripe.press(await api.startTopUp(), "pay");
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
