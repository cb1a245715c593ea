import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../functions/testing/receiver.ts";
import { askUntil, type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const dataDir = temporaryFolder();
let machine: Machine;
let receiver: Receiver;

beforeAll(async () => {
  machine = await startMachine(dataDir);
});

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(() => receiver.close());

afterAll(async () => {
  await machine.stop();
  removeFolder(dataDir);
});

async function subscribe(events: string[], url = receiver.url) {
  const { status, body } = await machine.api("/webhooks", { body: { url, events } });
  expect(status).toBe(201);
  return body as { id: string; secret: string };
}

const received = () =>
  receiver.received.map(({ body, headers }) => ({
    ...JSON.parse(body),
    webhookId: headers["webhook-id"],
  }));

const until = (isDone: (events: ReturnType<typeof received>) => boolean) =>
  askUntil(async () => received(), isDone);

describe("webhooks, all the way", () => {
  test("tell each step of a message, and its answer, signed", async () => {
    const types = ["message.queued", "message.sent", "message.delivered", "message.received"];
    const { id, secret } = await subscribe(types);
    const { body } = await machine.api("/send", {
      body: { to: machine.numbers.answers, message: "Hello" },
    });
    await until((events) => events.length >= 4);
    expect(new Set(received().map(({ type }) => type))).toEqual(new Set(types));
    const own = received().filter(({ data }) => data.id === body.id);
    expect(own.map(({ data }) => data.status).sort()).toEqual(["delivered", "queued", "sent"]);
    const inbound = received().find(({ type }) => type === "message.received");
    expect(inbound.data).toMatchObject({
      ...{ from: machine.numbers.answers, message: "You said: Hello" },
      ...{ device_id: machine.device_id, sim_slot: expect.any(Number) },
    });
    for (const request of receiver.received) {
      const headers = request.headers as Record<string, string>;
      expect(() => new Webhook(secret).verify(request.body, headers)).not.toThrow();
    }
    const { body: log } = await askUntil(
      () => machine.api(`/webhooks/${id}/deliveries?status=delivered`),
      ({ body: page }) => page.data.length === 4,
    );
    expect(log.data.every((delivery: object) => "attempts_count" in delivery)).toBe(true);
    await machine.api(`/webhooks/${id}`, { method: "DELETE" });
  });

  test("tell that a phone came", async () => {
    const { id } = await subscribe(["device.online"]);
    const { body: pairing } = await machine.api("/pairings", { method: "POST" });
    const registered = await fetch(`${machine.url}/mobile/v1/device`, {
      method: "POST",
      headers: { Authorization: `Code ${pairing.code}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Test/phone" }),
    });
    const phone = (await registered.json()) as { id: string };
    await until((events) => events.some(({ data }) => data.id === phone.id));
    expect(received()).toMatchObject([{ type: "device.online", data: { online: true } }]);
    await machine.api(`/webhooks/${id}`, { method: "DELETE" });
    await machine.api(`/devices/${phone.id}`, { method: "DELETE" });
  });

  test("tell that the balance fell below its threshold, once", async () => {
    const { id } = await subscribe(["balance.low"]);
    const { balance: threshold } = (await machine.api("/balance")).body;
    await machine.api("/balance-settings", {
      method: "PATCH",
      body: { low_balance_threshold: threshold },
    });
    for (const message of ["One", "Two"]) {
      await machine.api("/send", { body: { to: machine.numbers.no_report, message } });
    }
    await until((events) => events.length > 0);
    const { body: log } = await machine.api(`/webhooks/${id}/deliveries`);
    expect(log.data).toHaveLength(1);
    expect(received()).toMatchObject([
      { type: "balance.low", data: { threshold, balance: threshold - 30_000, currency: "USD" } },
    ]);
    await machine.api(`/webhooks/${id}`, { method: "DELETE" });
  });

  test("tell the others when one unsubscribes by 410", async () => {
    const gone = await startReceiver();
    gone.answer({ status: 410 });
    const watcher = await subscribe(["webhook.disabled"]);
    const leaver = await subscribe(["message.queued"], gone.url);
    await machine.api("/send", { body: { to: machine.numbers.no_report, message: "Hello" } });
    await until((events) => events.length > 0);
    expect(received()).toMatchObject([
      {
        type: "webhook.disabled",
        data: { id: leaver.id, active: false, disabled: { reason: "unsubscribed" } },
      },
    ]);
    await gone.close();
    for (const { id } of [watcher, leaver]) {
      await machine.api(`/webhooks/${id}`, { method: "DELETE" });
    }
  });
});

test("kill -9 between the status change and the delivery loses no event", async () => {
  const { port } = receiver;
  const { id } = await subscribe(["message.queued"]);
  await receiver.close();
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      machine.api("/send", { body: { to: `+1202555${4000 + n}`, message: "Hello" } }),
    ),
  );
  await machine.kill();
  const messageIds = sent.map(({ body }) => body.id);

  receiver = await startReceiver(port);
  machine = await startMachine(dataDir);
  await until((events) => {
    const arrived = new Set(events.map(({ data }) => data.id));
    return messageIds.every((messageId) => arrived.has(messageId));
  });
  const events = received();
  expect(events.every(({ id: eventId, webhookId }) => eventId === webhookId)).toBe(true);
  expect(new Set(events.map(({ webhookId }) => webhookId)).size).toBe(20);
  await askUntil(
    () => machine.api(`/webhooks/${id}/deliveries?status=delivered`),
    ({ body }) => body.data.length === 20,
  );
}, 90_000);
