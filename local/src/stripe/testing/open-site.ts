import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { onTestFinished } from "vitest";
import { removeFolder, temporaryFolder } from "../../../../e2e/machine.ts";
import { createManualClock } from "../../clock.ts";
import { openStorage } from "../../storage.ts";
import { readBody } from "../read-body.ts";
import { startStripeStandIn } from "../stand-in.ts";

/** A site that is paid through the stand-in: its pages, its webhook, and Stripe's own SDK. All of it ends with the test. */
export async function openSite() {
  const dataDir = temporaryFolder();
  const clock = createManualClock(Date.now());
  const received: { body: string; signature: string }[] = [];
  let webhookStatus = 200;
  let onReceived = () => {};
  const server = createServer((req, res) => {
    if (running.standIn.handlePage(req, res)) return;
    readBody(req).then((body) => {
      received.push({ body, signature: String(req.headers["stripe-signature"]) });
      res.writeHead(webhookStatus).end();
      onReceived();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function start() {
    const storage = openStorage(dataDir);
    const standIn = await startStripeStandIn({ storage, clock, log: () => {} });
    const connect = (secretKey: string) =>
      new Stripe(secretKey, {
        ...{ host: "127.0.0.1", port: new URL(standIn.url).port, protocol: "http" },
        ...{ maxNetworkRetries: 0, telemetry: false },
      });
    return { storage, standIn, connect, stripe: connect(standIn.secretKey) };
  }

  async function stop(): Promise<void> {
    await running.standIn.close();
    await running.storage.close();
  }

  let running = await start();
  onTestFinished(async () => {
    await stop();
    await new Promise((resolve) => server.close(resolve));
    removeFolder(dataDir);
  });

  return {
    ...{ clock, origin },
    /** What the site's webhook was sent. */
    received,
    get standIn() {
      return running.standIn;
    },
    get stripe() {
      return running.stripe;
    },
    /** The SDK with another key. */
    connect: (secretKey: string) => running.connect(secretKey),
    answerWebhooks(status: number): void {
      webhookStatus = status;
    },
    async restart(): Promise<void> {
      await stop();
      running = await start();
    },
    async openSession(): Promise<Stripe.Checkout.Session> {
      const { customers, checkout } = running.stripe;
      const customer = await customers.create({ name: "Bakery <b>", metadata: { own: "1" } });
      return checkout.sessions.create({
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
    },
    press: (session: Stripe.Checkout.Session, action: string, card = "4242") =>
      fetch(String(session.url), {
        method: "POST",
        body: new URLSearchParams({ action, card }),
        redirect: "manual",
      }),
    receive: (count: number) =>
      new Promise<void>((resolve) => {
        onReceived = () => received.length >= count && resolve();
        onReceived();
      }),
  };
}
