import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookTarget, type WebhookKit } from "../../testing/webhooks.ts";
import { redeliver } from "./redeliver.ts";
import { continueRedelivery, RedeliveryPart, redeliverFailed } from "./redeliver-failed.ts";
import { sendTestEvent } from "./send-test.ts";
import { updateWebhook } from "./update.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;
let webhookId: string;

beforeEach(async () => {
  ({ harness, kit, receiver } = await startWebhookTarget());
  webhookId = (await kit.subscribe(receiver.url)).id;
});

const later = (ms: number) => new Date(harness.now().getTime() + ms);

/** Deliveries that ended as failed, because the webhook was off when they were due. */
async function fail(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await kit.receive({ conversationId: `cnv_${n}` });
    harness.advance(1000);
  }
  await updateWebhook(harness.ctx, { id: webhookId, isActive: false });
  await kit.runDue();
  await updateWebhook(harness.ctx, { id: webhookId, isActive: true });
}

describe("redeliver", () => {
  test("delivers what was delivered once more, under the same id and with the same bytes", async () => {
    await kit.receive();
    await kit.runDue();
    const { id } = await kit.delivery();
    expect((await redeliver(harness.ctx, { id })).delivery).toMatchObject({ status: "pending" });
    await kit.runDue();
    expect(receiver.received).toHaveLength(2);
    const [first, second] = receiver.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(await kit.delivery()).toMatchObject({ status: "delivered", round: 2, tries: 1 });
    expect((await kit.delivery()).attempts).toHaveLength(2);
  });

  test("does not wait for the retry that was planned, which then does nothing", async () => {
    receiver.answer({ status: 500 }, { status: 200 });
    await kit.receive();
    await kit.runDue();
    await redeliver(harness.ctx, { id: (await kit.delivery()).id });
    await kit.runDue();
    expect((await kit.delivery()).status).toBe("delivered");
    await kit.runFor(3_600_000);
    expect(receiver.received).toHaveLength(2);
  });

  test("gives it another three days", async () => {
    receiver.answer({ status: 500 });
    await kit.receive();
    await kit.runFor(50 * 3_600_000);
    await redeliver(harness.ctx, { id: (await kit.delivery()).id });
    await kit.runDue();
    expect(await kit.delivery()).toMatchObject({ status: "pending", round: 2, tries: 1 });
  });

  test("refuses while the webhook is off, and what is another account's", async () => {
    await kit.receive();
    await kit.runDue();
    const { id } = await kit.delivery();
    const other = await createHarness();
    await expect(redeliver(other.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    await updateWebhook(harness.ctx, { id: webhookId, isActive: false });
    await expect(redeliver(harness.ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("redeliverFailed", () => {
  const start = (since: Date) => redeliverFailed(harness.ctx, { id: webhookId, since });
  const progress = async () => (await kit.webhook(webhookId)).redelivery;

  test("delivers what failed since a moment, oldest first and ten a second, and shows how far it is", async () => {
    const since = later(10_000);
    await fail(70);
    const { webhook } = await start(since);
    expect(webhook.redelivery).toMatchObject({ status: "running", total: 60, redelivered: 0 });
    const begun = harness.now().getTime();
    await kit.runFor(4_950);
    expect(receiver.received).toHaveLength(50);
    expect(await progress()).toMatchObject({ status: "running", redelivered: 50 });
    await kit.runFor(60_000);
    expect(receiver.received).toHaveLength(60);
    expect(await progress()).toMatchObject({ status: "done", redelivered: 60, total: 60 });
    const times = receiver.received.map(({ body }) => JSON.parse(body).timestamp);
    expect(times).toEqual(times.toSorted());
    expect(times[0]).toBe(since.toISOString());
    const stamps = receiver.received.map(({ headers }) => Number(headers["webhook-timestamp"]));
    expect((stamps.at(-1) ?? 0) * 1000 - begun).toBeGreaterThanOrEqual(5_000);
  });

  test("takes each part once, though its task comes twice or broke off", async () => {
    await fail(60);
    await start(new Date(0));
    const task = harness.tasks.find(({ queue }) => queue === "redeliverFailed");
    const part = RedeliveryPart.parse(task?.payload);
    const gone = {
      ...harness.services,
      tasks: {
        async enqueue(...args: Parameters<typeof harness.services.tasks.enqueue>) {
          if (args[0] === "redeliverFailed") throw new Error("The instance is gone.");
          await harness.services.tasks.enqueue(...args);
        },
      },
    };
    await expect(continueRedelivery(gone, part)).rejects.toThrow("gone");
    expect(await progress()).toMatchObject({ status: "running", redelivered: 50 });
    await continueRedelivery(harness.services, part);
    await continueRedelivery(harness.services, part);
    expect(await progress()).toMatchObject({ status: "done", redelivered: 60 });
    await kit.runFor(60_000);
    expect(receiver.received).toHaveLength(60);
  });

  test("ends when the webhook is switched off meanwhile", async () => {
    await fail(60);
    await start(new Date(0));
    await updateWebhook(harness.ctx, { id: webhookId, isActive: false });
    await kit.runFor(60_000);
    expect(await progress()).toMatchObject({ status: "done", redelivered: 0 });
    expect(receiver.received).toEqual([]);
  });

  test("runs once at a time, and has nothing to do where nothing failed", async () => {
    expect((await start(new Date(0))).webhook.redelivery).toMatchObject({
      ...{ status: "done", total: 0 },
    });
    await fail(1);
    await start(new Date(0));
    await expect(start(new Date(0))).rejects.toMatchObject({ code: "conflict" });
    await expect(start(later(1000))).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("sendTestEvent", () => {
  test("tells at once what the target answered, tries once, and holds no failure against the webhook", async () => {
    receiver.answer({ status: 500, body: "Broken" });
    const { delivery } = await sendTestEvent(harness.ctx, { id: webhookId });
    expect(delivery).toMatchObject({
      ...{ eventType: "test.ping", status: "failed", failure: "gave_up" },
      attempts: [{ statusCode: 500, response: "Broken" }],
    });
    expect(harness.tasks).toEqual([]);
    expect(await kit.webhook(webhookId)).toMatchObject({ failingSince: null, disabled: null });
  });

  test("reaches a webhook that is off", async () => {
    await updateWebhook(harness.ctx, { id: webhookId, isActive: false });
    const { delivery } = await sendTestEvent(harness.ctx, { id: webhookId });
    expect(delivery.status).toBe("delivered");
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({ type: "test.ping" });
  });
});
