import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { HOUR_MS } from "../../testing/durations.ts";
import type { Harness } from "../../testing/harness.ts";
import { type Receiver, startReceiver } from "../../testing/receiver.ts";
import { startWebhookTarget, type WebhookKit } from "../../testing/webhooks.ts";
import { createOutbound } from "./outbound.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;

beforeEach(async () => {
  ({ harness, kit, receiver } = await startWebhookTarget());
});

describe("a delivery that is tried again", () => {
  test("gets through after five 500s, with the same id each time, and its log tells so", async () => {
    const { id } = await kit.subscribe(receiver.url);
    const bad = { status: 500, body: "Oh no" };
    receiver.answer(bad, bad, bad, bad, bad, { status: 200, body: "Thanks" });
    const start = harness.now();
    await kit.receive();
    await kit.runFor(2 * HOUR_MS);
    const delivery = await kit.delivery();
    expect(delivery.status).toBe("delivered");
    expect(delivery.attempts.map(({ statusCode, response }) => [statusCode, response])).toEqual([
      ...Array.from({ length: 5 }, () => [500, "Oh no"]),
      [200, "Thanks"],
    ]);
    expect(delivery.attempts[0]?.error).toMatch(/answered 500/);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(
      Array.from({ length: 6 }, () => delivery.eventId),
    );
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(receiver.received.at(-1)?.headers["webhook-timestamp"]).not.toBe(
      String(start.getTime() / 1000),
    );
    expect((await kit.webhook(id)).failingSince).toBeNull();
    expect(kit.waiting()).toEqual([]);
  });

  test("gets through to a target that was down for a day", async () => {
    await kit.subscribe(receiver.url);
    const { port } = receiver;
    await receiver.close();
    await kit.receive();
    await kit.runFor(24 * HOUR_MS);
    const down = await kit.delivery();
    expect(down).toMatchObject({ status: "pending", attempts: expect.any(Array) });
    expect(down.attempts.length).toBeGreaterThan(8);
    expect(down.attempts.at(-1)?.error).toMatch(/Nothing accepts connections/);
    const back = await startReceiver(port);
    onTestFinished(() => back.close());
    await kit.runFor(48 * HOUR_MS);
    expect((await kit.delivery()).status).toBe("delivered");
    expect(back.received.map(({ headers }) => headers["webhook-id"])).toEqual([down.eventId]);
  });

  test("is tried again when the target hangs", async () => {
    await kit.subscribe(receiver.url);
    harness.services.outbound = createOutbound({ allowsPrivateTargets: true, timeoutMs: 50 });
    receiver.answer(null, { status: 204 });
    await kit.receive();
    await kit.runFor(60_000);
    const delivery = await kit.delivery();
    expect(delivery.attempts).toMatchObject([
      { statusCode: null, error: "No answer within 0.05 seconds." },
      { statusCode: 204, error: null },
    ]);
    expect(delivery.status).toBe("delivered");
  });

  test("waits as long as Retry-After asks", async () => {
    await kit.subscribe(receiver.url);
    receiver.answer({ status: 429, headers: { "Retry-After": "3600" } }, { status: 200 });
    await kit.receive();
    await kit.runFor(3_599_000);
    expect(await kit.statusCodes()).toEqual([429]);
    await kit.runFor(1_000);
    expect(await kit.statusCodes()).toEqual([429, 200]);
  });

  test("fails after three days, and switches its webhook off with a notice", async () => {
    const { id } = await kit.subscribe(receiver.url);
    receiver.answer({ status: 503 });
    const start = harness.now();
    await kit.receive();
    await kit.runFor(100 * HOUR_MS);
    const delivery = await kit.delivery();
    expect(delivery).toMatchObject({ status: "failed", failure: "gave_up", nextAttemptAt: null });
    expect(delivery.attempts).toHaveLength(13);
    const webhook = await kit.webhook(id);
    expect(webhook.disabled).toMatchObject({ reason: "failing" });
    expect(webhook.disabled?.detail).toContain(start.toISOString());
    await kit.receive();
    expect(await kit.deliveries()).toHaveLength(1);
  });
});
