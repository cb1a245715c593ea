import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder, temporaryFolder } from "../../../e2e/machine.ts";
import { createManualClock, type ManualClock } from "../clock.ts";
import { openStorage, type Storage } from "../storage.ts";
import { readBody } from "./read-body.ts";
import { type StripeStandIn, startStripeStandIn } from "./stand-in.ts";

let dataDir: string;
let storage: Storage;
let clock: ManualClock;
let standIn: StripeStandIn;
let stripe: Stripe;
let site: Server;
let origin: string;
/** What the site's webhook was sent. */
let received: { body: string; signature: string }[];
let webhookStatus: number;
let onReceived: () => void;

beforeEach(async () => {
  dataDir = temporaryFolder();
  clock = createManualClock(Date.now());
  received = [];
  webhookStatus = 200;
  onReceived = () => {};
  site = createServer((req, res) => {
    if (standIn.handlePage(req, res)) return;
    readBody(req as IncomingMessage).then((body) => {
      received.push({ body, signature: String(req.headers["stripe-signature"]) });
      res.writeHead(webhookStatus).end();
      onReceived();
    });
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  await start();
});

afterEach(async () => {
  await stop();
  await new Promise((resolve) => site.close(resolve));
  removeFolder(dataDir);
});

async function start(): Promise<void> {
  storage = openStorage(dataDir);
  standIn = await startStripeStandIn({ storage, clock, log: () => {} });
  stripe = new Stripe(standIn.secretKey, {
    ...{ host: "127.0.0.1", port: new URL(standIn.url).port, protocol: "http" },
    ...{ maxNetworkRetries: 0, telemetry: false },
  });
}

async function stop(): Promise<void> {
  await standIn.close();
  await storage.close();
}

async function openSession(): Promise<Stripe.Checkout.Session> {
  const customer = await stripe.customers.create({ name: "Bakery <b>", metadata: { own: "1" } });
  return stripe.checkout.sessions.create({
    mode: "payment",
    customer: customer.id,
    line_items: [
      {
        quantity: 1,
        price_data: {
          ...{ currency: "usd", unit_amount: 1000 },
          product_data: { name: "Top-up of Bakery <b>" },
        },
      },
    ],
    payment_intent_data: { metadata: { own: "1" }, setup_future_usage: "off_session" },
    success_url: `${origin}/paid`,
    cancel_url: `${origin}/back`,
  });
}

const press = (session: Stripe.Checkout.Session, action: string, card = "4242") =>
  fetch(String(session.url), {
    method: "POST",
    body: new URLSearchParams({ action, card }),
    redirect: "manual",
  });

const receive = (count: number) =>
  new Promise<void>((resolve) => {
    onReceived = () => received.length >= count && resolve();
    onReceived();
  });

describe("the payment page", () => {
  test("says that it stands in, shows the amount as text, and leads back once it is paid", async () => {
    const session = await openSession();
    const text = await (await fetch(String(session.url))).text();
    expect(text).toContain("stands in for Stripe");
    expect(text).toContain("Top-up of Bakery &#60;b&#62;: $10.00");
    expect(text).not.toContain("<b>");
    for (const name of ["pay", "decline", "later"]) expect(text).toContain(`value="${name}"`);
    const paid = await press(session, "pay");
    expect([paid.status, paid.headers.get("location")]).toEqual([303, `${origin}/paid`]);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      ...{ status: "complete", payment_status: "paid", amount_total: 1000, url: null },
    });
  });

  test("charges once, however often it is pressed", async () => {
    const session = await openSession();
    const answers = await Promise.all([press(session, "pay"), press(session, "pay")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test("expires after a day", async () => {
    const session = await openSession();
    clock.advance(25 * 3_600_000);
    expect((await press(session, "pay")).status).toBe(400);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("expired");
  });

  test("is not found under another id", async () => {
    expect((await fetch(`${origin}/__stripe/checkout/cs_test_0`)).status).toBe(404);
  });
});

describe("the API", () => {
  test("gives a payment with its charge and card expanded, and charges the kept card again", async () => {
    const session = await openSession();
    await press(session, "pay");
    const { payment_intent: id } = await stripe.checkout.sessions.retrieve(session.id);
    const intent = await stripe.paymentIntents.retrieve(String(id), {
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
      await stripe.paymentIntents.create(again, { idempotencyKey: "one" }),
      await stripe.paymentIntents.create(again, { idempotencyKey: "one" }),
    ];
    expect(second.id).toBe(first.id);
    await expect(
      stripe.paymentIntents.create({ ...again, amount: 800 }, { idempotencyKey: "one" }),
    ).rejects.toThrow("same parameters");
  });

  test("declines the card that is declined later as Stripe does, also when asked again", async () => {
    const session = await openSession();
    await press(session, "pay", "0341");
    const [paid] = (await stripe.paymentIntents.list()).data;
    const charge = () =>
      stripe.paymentIntents.create(
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
    expect((await stripe.paymentIntents.list()).data).toHaveLength(2);
  });

  test("refunds no more than was paid", async () => {
    await press(await openSession(), "pay");
    const [{ id } = { id: "" }] = (await stripe.paymentIntents.list()).data;
    await stripe.refunds.create({ payment_intent: id, amount: 400 });
    await expect(stripe.refunds.create({ payment_intent: id, amount: 601 })).rejects.toThrow(
      "greater",
    );
    await stripe.refunds.create({ payment_intent: id });
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    expect(
      (await stripe.refunds.list({ payment_intent: id })).data.map((one) => one.amount),
    ).toEqual([600, 400]);
  });

  test("refuses a wrong key, and says what it does not emulate", async () => {
    const stranger = new Stripe("sk_test_stranger", {
      ...{ host: "127.0.0.1", port: new URL(standIn.url).port, protocol: "http" },
      maxNetworkRetries: 0,
    });
    await expect(stranger.customers.create({})).rejects.toMatchObject({ statusCode: 401 });
    await expect(stripe.subscriptions.list()).rejects.toThrow("((");
  });

  test("keeps everything through a restart, its secrets too", async () => {
    const session = await openSession();
    const before = [standIn.secretKey, standIn.webhookSecret];
    await stop();
    await start();
    expect([standIn.secretKey, standIn.webhookSecret]).toEqual(before);
    expect((await press(session, "pay")).status).toBe(303);
  });
});

describe("webhooks", () => {
  test("are signed so that the SDK takes them", async () => {
    await press(await openSession(), "pay");
    standIn.sendWebhooksTo(`${origin}/hook`);
    await receive(3);
    const events = received.map(({ body, signature }) =>
      stripe.webhooks.constructEvent(body, signature, standIn.webhookSecret),
    );
    expect(events.map(({ type }) => type).sort()).toEqual([
      "charge.succeeded",
      "checkout.session.completed",
      "payment_intent.succeeded",
    ]);
    expect(received.map(({ body }) => body).join()).not.toContain("stand_in");
  });

  test("are sent again until they are taken, also after a restart, and then no more", async () => {
    webhookStatus = 500;
    await press(await openSession(), "decline");
    standIn.sendWebhooksTo(`${origin}/hook`);
    await receive(1);
    await stop();
    await start();
    webhookStatus = 200;
    clock.advance(1000);
    standIn.sendWebhooksTo(`${origin}/hook`);
    await receive(2);
    expect(received[1]?.body).toBe(received[0]?.body);
    await stop();
    await start();
    clock.advance(7 * 24 * 3_600_000);
    expect(standIn.state.nextDueAt()).toBeNull();
  });
});

describe("the desk", () => {
  test("takes no order of another site's page", async () => {
    await press(await openSession(), "pay");
    const [charge] = standIn.state.list("charge", { limit: 1 });
    const order = (headers: Record<string, string>) =>
      fetch(standIn.url, {
        method: "POST",
        headers,
        body: new URLSearchParams({ action: "refund", id: charge?.id ?? "" }),
        redirect: "manual",
      });
    expect((await order({ Origin: "http://evil.example" })).status).toBe(403);
    expect(standIn.state.list("refund", { limit: 1 })).toEqual([]);
    expect((await order({ Origin: standIn.url })).status).toBe(303);
    expect(standIn.state.list("refund", { limit: 1 })).toMatchObject([{ amount: 1000 }]);
    expect(await (await fetch(standIn.url)).text()).toContain("fails");
  });
});
