import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites } from "../../testing/phone.ts";
import { type Receiver, startReceiver } from "../../testing/receiver.ts";
import { createWebhookKit, type WebhookKit } from "../../testing/webhooks.ts";
import { paths } from "../schema/paths.ts";
import { attemptDelivery } from "./attempt.ts";
import { deleteWebhook } from "./delete.ts";
import { PlannedAttempt } from "./enqueue-attempt.ts";
import { createOutbound } from "./outbound.ts";
import { resumeOverdueDeliveries } from "./resume-overdue.ts";
import { rotateWebhookSecret } from "./rotate-secret.ts";
import { updateWebhook } from "./update.ts";

const HOUR_MS = 3_600_000;

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;

beforeEach(async () => {
  harness = await createHarness();
  kit = createWebhookKit(harness);
  receiver = await startReceiver();
});

afterEach(() => receiver.close());

const later = (ms: number) => new Date(harness.now().getTime() + ms);
const statusCodes = async () => (await kit.delivery()).attempts.map(({ statusCode }) => statusCode);

describe("a delivery", () => {
  test("carries the constant headers, the customer's own, and a signature over the kept bytes", async () => {
    const { secret } = await kit.subscribe(receiver.url, {
      headers: { Authorization: "Bearer x" },
    });
    await kit.receive({ body: "Grüße 👋" });
    await kit.runDue();
    const delivery = await kit.delivery();
    expect(delivery).toMatchObject({
      ...{ status: "delivered", failure: null, nextAttemptAt: null, lease: null },
      attempts: [{ statusCode: 200, response: "", error: null, at: expect.anything() }],
    });
    const [request] = receiver.received;
    expect(request?.body).toBe(delivery.payload);
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": "Handset-Webhooks/1",
      authorization: "Bearer x",
      "webhook-id": delivery.eventId,
      "webhook-timestamp": String(harness.now().getTime() / 1000),
    });
    vi.useFakeTimers({ toFake: ["Date"], now: harness.now() });
    try {
      const headers = request?.headers as Record<string, string>;
      expect(new Webhook(secret).verify(request?.body ?? "", headers)).toMatchObject({
        type: "message.received",
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test("writes its document three times in all: made, claimed, recorded; and no webhook", async () => {
    await kit.subscribe(receiver.url);
    const counts = await countWrites(harness, async () => {
      await kit.publish(harness.accountId, [
        {
          ...{ id: `evt_${harness.accountId}`, type: "message.sent", at: harness.now(), data: {} },
          ...{ deviceId: null, orderingKey: "cnv_1" },
        },
      ]);
      await kit.runDue();
    });
    expect(counts).toEqual({ deliveries: 3 });
  });

  test("gets through after five 500s, with the same id each time, and its log tells so", async () => {
    const { id } = await kit.subscribe(receiver.url);
    const bad = { status: 500, body: "Oh no" };
    receiver.answer(bad, bad, bad, bad, bad, { status: 200, body: "Thanks" });
    const start = harness.now();
    await kit.receive();
    await kit.runUntil(later(2 * HOUR_MS));
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
    await kit.runUntil(later(24 * HOUR_MS));
    const down = await kit.delivery();
    expect(down).toMatchObject({ status: "pending", attempts: expect.any(Array) });
    expect(down.attempts.length).toBeGreaterThan(8);
    expect(down.attempts.at(-1)?.error).toMatch(/Nothing accepts connections/);
    receiver = await startReceiver(port);
    await kit.runUntil(later(48 * HOUR_MS));
    expect((await kit.delivery()).status).toBe("delivered");
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([down.eventId]);
  });

  test("is tried again when the target hangs", async () => {
    await kit.subscribe(receiver.url);
    harness.services.outbound = createOutbound({ allowsPrivateTargets: true, timeoutMs: 50 });
    receiver.answer(null, { status: 204 });
    await kit.receive();
    await kit.runUntil(later(60_000));
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
    await kit.runUntil(later(3_599_000));
    expect(await statusCodes()).toEqual([429]);
    await kit.runUntil(later(1_000));
    expect(await statusCodes()).toEqual([429, 200]);
  });

  test("does not follow a redirect, and says so", async () => {
    await kit.subscribe(receiver.url);
    receiver.answer({ status: 307, headers: { Location: "http://169.254.169.254/" } });
    await kit.receive();
    await kit.runDue();
    expect((await kit.delivery()).attempts[0]?.error).toMatch(/Redirects are not followed/);
    expect(receiver.received).toHaveLength(1);
  });

  test("fails after three days, and switches its webhook off with a notice", async () => {
    const { id } = await kit.subscribe(receiver.url);
    receiver.answer({ status: 503 });
    const start = harness.now();
    await kit.receive();
    await kit.runUntil(later(100 * HOUR_MS));
    const delivery = await kit.delivery();
    expect(delivery).toMatchObject({ status: "failed", failure: "gave_up", nextAttemptAt: null });
    expect(delivery.attempts).toHaveLength(13);
    const webhook = await kit.webhook(id);
    expect(webhook.disabled).toMatchObject({ reason: "failing" });
    expect(webhook.disabled?.detail).toContain(start.toISOString());
    await kit.receive();
    expect(await kit.deliveries()).toHaveLength(1);
  });

  test("stays on while anything gets through", async () => {
    const { id } = await kit.subscribe(receiver.url);
    receiver.answer({ status: 500 });
    await kit.receive();
    await kit.runUntil(later(59 * HOUR_MS));
    expect((await kit.webhook(id)).failingSince).not.toBeNull();
    receiver.answer({ status: 200 });
    await kit.receive();
    await kit.runDue();
    expect((await kit.webhook(id)).failingSince).toBeNull();
    receiver.answer({ status: 500 });
    await kit.runUntil(later(30 * HOUR_MS));
    expect(await kit.webhook(id)).toMatchObject({ disabled: null });
  });

  test("unsubscribes on 410, and drops what still waits", async () => {
    const { id } = await kit.subscribe(receiver.url);
    receiver.answer({ status: 500 }, { status: 410 });
    await kit.receive();
    await kit.runDue();
    await kit.receive();
    await kit.runDue();
    expect((await kit.webhook(id)).disabled).toMatchObject({ reason: "unsubscribed" });
    await kit.runUntil(later(HOUR_MS));
    const failures = (await kit.deliveries()).map(({ status, failure }) => [status, failure]);
    expect(failures.sort()).toEqual([
      ["failed", "unsubscribed"],
      ["failed", "webhook_off"],
    ]);
    expect(receiver.received).toHaveLength(2);
  });

  test.each([
    ["switched off", (id: string) => updateWebhook(harness.ctx, { id, isActive: false })],
    ["deleted", (id: string) => deleteWebhook(harness.ctx, { id })],
  ])("is not posted once its webhook is %s", async (_name, change) => {
    const { id } = await kit.subscribe(receiver.url);
    await kit.receive();
    await change(id);
    await kit.runDue();
    expect(await kit.delivery()).toMatchObject({ status: "failed", failure: "webhook_off" });
    expect(receiver.received).toEqual([]);
  });

  test("is signed with either secret for a day after a rotation", async () => {
    const { id } = await kit.subscribe(receiver.url);
    await rotateWebhookSecret(harness.ctx, { id });
    await kit.receive();
    await kit.runDue();
    harness.advance(24 * HOUR_MS);
    await kit.receive();
    await kit.runDue();
    const signatures = receiver.received.map(({ headers }) =>
      String(headers["webhook-signature"]).split(" "),
    );
    expect(signatures.map(({ length }) => length)).toEqual([2, 1]);
  });
});

describe("crashes and repeats", () => {
  const firstAttempt = () => PlannedAttempt.parse(harness.tasks[0]?.payload);

  test("the same task twice posts once and records once", async () => {
    await kit.subscribe(receiver.url);
    receiver.answer({ status: 500 });
    await kit.receive();
    await kit.deliver(firstAttempt());
    expect(await kit.deliver(firstAttempt())).toBe("none");
    expect(receiver.received).toHaveLength(1);
    expect((await kit.delivery()).tries).toBe(1);
    expect(harness.tasks).toHaveLength(2);
  });

  test("the same task twice at once posts once", async () => {
    await kit.subscribe(receiver.url);
    await kit.receive();
    const runs = [1, 2, 3].map(() => attemptDelivery(harness.services, firstAttempt()));
    expect((await Promise.all(runs)).toSorted()).toEqual(["none", "none", "through"]);
    expect(receiver.received).toHaveLength(1);
    expect((await kit.delivery()).attempts).toHaveLength(1);
  });

  test("a crash after the claim is made up for once the lease is over", async () => {
    await kit.subscribe(receiver.url);
    await kit.receive();
    const gone = {
      ...harness.services,
      outbound: {
        ...harness.services.outbound,
        post: () => Promise.reject(new Error("The instance is gone.")),
      },
    };
    await expect(attemptDelivery(gone, firstAttempt())).rejects.toThrow("gone");
    expect(await kit.deliver(firstAttempt())).toBe("none");
    expect(receiver.received).toEqual([]);
    await kit.runUntil(later(21_000));
    expect(await statusCodes()).toEqual([200]);
  });

  test("a crash before the next attempt is enqueued is made up for by the task's own retry", async () => {
    await kit.subscribe(receiver.url);
    receiver.answer({ status: 500 }, { status: 200 });
    await kit.receive();
    const gone = {
      ...harness.services,
      tasks: { enqueue: () => Promise.reject(new Error("The instance is gone.")) },
    };
    await expect(attemptDelivery(gone, firstAttempt())).rejects.toThrow("gone");
    expect(harness.tasks).toHaveLength(1);
    await kit.deliver(firstAttempt());
    expect(receiver.received).toHaveLength(1);
    await kit.runUntil(later(60_000));
    expect(await statusCodes()).toEqual([500, 200]);
  });

  test("an attempt whose lease was lost to another one records nothing", async () => {
    await kit.subscribe(receiver.url);
    await kit.receive();
    const slow = {
      ...harness.services,
      outbound: {
        ...harness.services.outbound,
        async post() {
          harness.advance(21_000);
          await attemptDelivery(harness.services, firstAttempt());
          return { statusCode: 500, body: "", retryAfter: null, error: null, durationMs: 21_000 };
        },
      },
    };
    await attemptDelivery(slow, firstAttempt());
    expect(await kit.delivery()).toMatchObject({ status: "delivered", tries: 1 });
  });

  test("goes on where the answers to its claim and its record are lost", async () => {
    await kit.subscribe(receiver.url);
    receiver.answer({ status: 500 }, { status: 200 });
    await kit.receive();
    const references = Object.getPrototypeOf(harness.db.doc("a/b"));
    const { update } = references;
    let count = 0;
    vi.spyOn(references, "update").mockImplementation(async function (this: unknown, ...fields) {
      const result = await update.apply(this, fields);
      count += 1;
      if (count === 2) return result;
      throw Object.assign(new Error("It was changed since."), { code: 9 });
    });
    await attemptDelivery(harness.services, firstAttempt()).finally(() => vi.restoreAllMocks());
    expect(count).toBe(3);
    expect(await statusCodes()).toEqual([500]);
    await kit.runUntil(later(10_000));
    expect(await statusCodes()).toEqual([500, 200]);
  });

  test("a task that was lost is made up for though another delivery cannot be read", async () => {
    await kit.subscribe(receiver.url);
    await kit.receive();
    const [good] = await kit.deliveries();
    const bad = harness.db.doc(paths.delivery(harness.accountId, "dlv_bad"));
    await bad.set({ status: "pending", nextAttemptAt: new Date(0) });
    harness.tasks.length = 0;
    harness.advance(16 * 60_000);
    const resumed = resumeOverdueDeliveries(harness.services, 1);
    await expect(resumed).rejects.toThrow("expected shape");
    await bad.delete();
    expect(ownTasks()).toMatchObject([{ payload: { deliveryId: good?.id } }]);
  });

  test("a task that was lost is made up for by the schedule, and a delivery in time is left alone", async () => {
    await kit.subscribe(receiver.url);
    await kit.receive();
    harness.tasks.length = 0;
    harness.advance(14 * 60_000);
    await resumeOverdueDeliveries(harness.services);
    expect(ownTasks()).toEqual([]);
    harness.advance(2 * 60_000);
    await resumeOverdueDeliveries(harness.services);
    await resumeOverdueDeliveries(harness.services);
    expect(ownTasks()).toHaveLength(1);
    await kit.runDue();
    expect(await statusCodes()).toEqual([200]);
  });

  /** The schedule serves all accounts of this database. */
  const ownTasks = () =>
    harness.tasks.filter(
      ({ payload }) => "accountId" in payload && payload.accountId === harness.accountId,
    );
});

describe("a target that hangs", () => {
  test("delays no other target, and its backlog is put off without being posted or written", async () => {
    harness.services.outbound = createOutbound({ allowsPrivateTargets: true, timeoutMs: 300 });
    const hanging = await startReceiver();
    hanging.answer(null);
    await kit.subscribe(hanging.url, { events: ["message.received"] });
    await kit.subscribe(receiver.url, { events: ["message.sent"] });
    for (let n = 0; n < 50; n++) await kit.receive({ conversationId: `cnv_${n}` });
    const backlog = kit.runDue();
    await expect.poll(() => hanging.received).toHaveLength(32);
    await kit.publish(harness.accountId, [
      {
        ...{ id: "evt_other", type: "message.sent", at: harness.now(), data: {} },
        ...{ deviceId: null, orderingKey: "cnv_1" },
      },
    ]);
    await kit.runOf(receiver.url);
    expect(receiver.received).toHaveLength(1);
    await backlog;
    expect(hanging.received).toHaveLength(32);
    const pending = (await kit.deliveries()).filter(({ status }) => status === "pending");
    expect(pending.filter(({ tries }) => tries === 1)).toHaveLength(32);
    expect(pending.filter(({ tries, lease }) => tries === 0 && lease === null)).toHaveLength(18);
    const deferred = kit.waiting().filter(({ id }) => id.endsWith("-1"));
    expect(deferred).toHaveLength(18);
    expect(deferred.every(({ at }) => at !== null && at > harness.now())).toBe(true);
    await hanging.close();
  });
});

describe("switching off", () => {
  test("keeps the secret out of what members may read", async () => {
    const { id, secret } = await kit.subscribe(receiver.url, { headers: { "X-Key": "hidden" } });
    const shown = JSON.stringify(await harness.read(paths.webhook(harness.accountId, id)));
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain("hidden");
    await deleteWebhook(harness.ctx, { id });
    expect(await harness.read(paths.webhookSecret(id))).toBeUndefined();
  });
});
