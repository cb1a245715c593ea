import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createManualClock } from "../../local/src/clock.ts";
import { openStorage } from "../../local/src/storage.ts";
import type { StripeEvent } from "../../local/src/stripe/objects.ts";
import { type StripeStandIn, startStripeStandIn } from "../../local/src/stripe/stand-in.ts";
import { sign } from "../../local/src/stripe/webhook-sender.ts";
import { createApiApp } from "../src/api/app.ts";
import type { Api } from "../src/api/route.ts";
import { chargeSavedCard } from "../src/billing/charge-saved-card.ts";
import type { Payments } from "../src/billing/payments.ts";
import { createPayments } from "../src/billing/stripe-client.ts";
import { type BillingTerms, USUAL_TERMS } from "../src/billing/terms.ts";
import { TopUpRequest } from "../src/schema/payment.ts";
import type { Harness } from "./harness.ts";

/** The API with Stripe's stand-in behind it. Its events are delivered when a test says so, by itself. */
export interface StripeHarness {
  app: Api;
  standIn: StripeStandIn;
  payments: Payments;
  /** Presses a button of the hosted page. */
  press(checkoutUrl: string, action: string, card?: string): Promise<Response>;
  /** Every event that Stripe has had to tell, oldest first. */
  events(): StripeEvent[];
  /** Delivers an event as Stripe does. */
  deliver(event: StripeEvent): Promise<Response>;
  /** Delivers all of them, each of which must be taken. */
  deliverAll(): Promise<void>;
  /** Of the newest payment. */
  paymentId(): string;
  chargeId(): string;
  /** Charges the card for each request, as the trigger does. */
  chargeRequests(): Promise<void>;
  close(): Promise<void>;
}

export async function createStripeHarness(
  harness: Harness,
  terms: Partial<BillingTerms> = {},
): Promise<StripeHarness> {
  const billing = { ...USUAL_TERMS, ...terms };
  const storage = openStorage(null);
  const clock = createManualClock(harness.now().getTime());
  const standIn = await startStripeStandIn({ storage, clock, log: () => {} });
  const payments = createPayments({
    secretKey: standIn.secretKey,
    webhookSecret: standIn.webhookSecret,
    apiBase: standIn.url,
  });
  if (payments === null) throw new Error("The stand-in has no key.");
  const app = createApiApp(harness.services, { billing, payments });
  const pages = createServer((req, res) => {
    if (!standIn.handlePage(req, res)) getRequestListener(app.fetch)(req, res);
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  const seconds = () => Math.floor(harness.now().getTime() / 1000);
  const events: StripeHarness["events"] = () =>
    storage.database
      .prepare("SELECT record FROM stripe_events ORDER BY position")
      .all()
      .map(({ record }) => JSON.parse(String(record)) as StripeEvent);
  const deliver: StripeHarness["deliver"] = async (event) => {
    const body = JSON.stringify(event);
    return app.request("/api/v1/stripe/webhook", {
      method: "POST",
      headers: { "Stripe-Signature": sign(body, standIn.webhookSecret, seconds()) },
      body,
    });
  };
  const newestId = (kind: Parameters<typeof standIn.state.list>[0]) =>
    String(standIn.state.list(kind, { limit: 1 })[0]?.id);
  return {
    ...{ app, standIn, payments },
    press: (checkoutUrl, action, card = "4242") =>
      fetch(new URL(new URL(checkoutUrl).pathname, origin), {
        method: "POST",
        body: new URLSearchParams({ action, card }),
        redirect: "manual",
      }),
    events,
    deliver,
    async deliverAll() {
      for (const event of events()) {
        const { status } = await deliver(event);
        if (status !== 200) throw new Error(`The event ${event.type} was answered ${status}.`);
      }
    },
    paymentId: () => newestId("payment_intent"),
    chargeId: () => newestId("charge"),
    async chargeRequests() {
      const requests = harness.db
        .collection("topUpRequests")
        .where("accountId", "==", harness.accountId);
      for (const doc of (await requests.get()).docs) {
        const request = TopUpRequest.parse(doc.data());
        const dependencies = { payments, terms: billing };
        await chargeSavedCard(harness.services, dependencies, { requestId: doc.id, request });
      }
    },
    async close() {
      await new Promise((resolve) => pages.close(resolve));
      await standIn.close();
      await storage.close();
    },
  };
}
