import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Harness } from "../../testing/harness.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookTarget, type WebhookKit } from "../../testing/webhooks.ts";
import { attemptDelivery } from "./attempt.ts";
import { PlannedAttempt } from "./enqueue-attempt.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;

beforeEach(async () => {
  ({ harness, kit, receiver } = await startWebhookTarget());
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
    await kit.runFor(21_000);
    expect(await kit.statusCodes()).toEqual([200]);
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
    await kit.runFor(60_000);
    expect(await kit.statusCodes()).toEqual([500, 200]);
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
    expect(await kit.statusCodes()).toEqual([500]);
    await kit.runFor(10_000);
    expect(await kit.statusCodes()).toEqual([500, 200]);
  });
});
