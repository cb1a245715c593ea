import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { type Receiver, startReceiver } from "../../testing/receiver.ts";
import { createWebhookKit, type WebhookKit } from "../../testing/webhooks.ts";
import type { QueueName, Services } from "../context.ts";
import { paths } from "../schema/paths.ts";
import { continueRedelivery, RedeliveryPart, redeliverFailed } from "./redeliver-failed.ts";
import { resumeRedeliveries } from "./resume-redeliveries.ts";
import { updateWebhook } from "./update.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;
let webhookId: string;

beforeEach(async () => {
  harness = await createHarness();
  kit = createWebhookKit(harness);
  receiver = await startReceiver();
  webhookId = (await kit.subscribe(receiver.url)).id;
});

afterEach(() => receiver.close());

const MINUTE = 60_000;
const later = (ms: number) => new Date(harness.now().getTime() + ms);
const progress = async () => (await kit.webhook(webhookId)).redelivery;
const start = (services: Partial<Services> = {}) =>
  redeliverFailed({ ...harness.ctx, ...services }, { id: webhookId, since: new Date(0) });
/** Of the harness' account: others may be left behind in the same database. */
const parts = () =>
  harness.tasks.filter(
    ({ queue, payload }) =>
      queue === "redeliverFailed" && (payload as RedeliveryPart).accountId === harness.accountId,
  );

/** Deliveries that ended as failed, because the webhook was off when they were due. */
async function fail(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await kit.receive({ conversationId: `cnv_${n}` });
  harness.advance(1000);
  await switchTo(false);
  await kit.runDue();
  await switchTo(true);
}

const switchTo = (isActive: boolean) => updateWebhook(harness.ctx, { id: webhookId, isActive });

/** A process that dies where it would enqueue the `nth` task. */
function dying(at: QueueName, nth = 1): Pick<Services, "tasks"> {
  let count = 0;
  return {
    tasks: {
      async enqueue(queue, task) {
        if (queue === at) count += 1;
        if (queue === at && count >= nth) throw new Error("The instance is gone.");
        await harness.services.tasks.enqueue(queue, task);
      },
    },
  };
}

/** Every delivery was posted once. */
function expectAllOnce(count: number): void {
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(ids).toHaveLength(count);
  expect(new Set(ids).size).toBe(count);
}

describe("a run whose task was lost", () => {
  test("before its first part goes on by itself, and posts everything once", async () => {
    await fail(60);
    await expect(start(dying("redeliverFailed"))).rejects.toThrow("gone");
    await expect(start()).rejects.toMatchObject({ code: "conflict" });
    harness.advance(5 * MINUTE);
    await Promise.all([resumeRedeliveries(harness.services), resumeRedeliveries(harness.services)]);
    expect(parts()).toHaveLength(1);
    await kit.runUntil(later(MINUTE));
    expect(await progress()).toMatchObject({ status: "done", redelivered: 60, total: 60 });
    expectAllOnce(60);
  });

  test("between two parts goes on where it was", async () => {
    await fail(60);
    await start();
    const [first] = parts();
    const part = RedeliveryPart.parse(first?.payload);
    const gone = { ...harness.services, ...dying("redeliverFailed") };
    await expect(continueRedelivery(gone, part)).rejects.toThrow("gone");
    harness.tasks.splice(harness.tasks.indexOf(first as never), 1);
    await kit.runUntil(later(6 * MINUTE));
    expectAllOnce(50);
    await resumeRedeliveries(harness.services);
    await kit.runUntil(later(MINUTE));
    expect(await progress()).toMatchObject({ status: "done", redelivered: 60 });
    expectAllOnce(60);
  });

  test("posts nothing twice when that task comes after all", async () => {
    await fail(120);
    await start();
    harness.advance(6 * MINUTE);
    await resumeRedeliveries(harness.services);
    expect(parts()).toHaveLength(2);
    await kit.runUntil(later(MINUTE));
    expect((await progress())?.status).toBe("done");
    expectAllOnce(120);
  });

  test("does not post again what it posted before it broke off and what failed again", async () => {
    await fail(3);
    await start();
    const part = RedeliveryPart.parse(parts()[0]?.payload);
    const gone = { ...harness.services, ...dying("deliverWebhook", 3) };
    await expect(continueRedelivery(gone, part)).rejects.toThrow("gone");
    receiver.answer({ status: 410 }, { status: 200 });
    harness.tasks.splice(harness.tasks.indexOf(parts()[0] as never), 1);
    await kit.runDue();
    await switchTo(true);
    harness.advance(6 * MINUTE);
    await resumeRedeliveries(harness.services);
    await kit.runUntil(later(MINUTE));
    expect((await progress())?.status).toBe("done");
    // The first was refused for good, the second got through; the task of the third is the deliveries' own schedule's.
    expectAllOnce(2);
  });

  test("gives way to a new one after five minutes, which posts everything once", async () => {
    await fail(3);
    await expect(start(dying("redeliverFailed"))).rejects.toThrow("gone");
    harness.advance(5 * MINUTE);
    const { startedAt } = (await start()).webhook.redelivery ?? {};
    expect(startedAt).toEqual(harness.now());
    await kit.runUntil(later(MINUTE));
    expect(await progress()).toMatchObject({ status: "done", redelivered: 3 });
    expectAllOnce(3);
  });

  test("is the only one that is taken up: not one that goes on, nor one that ended", async () => {
    await fail(60);
    await start();
    await kit.runDue();
    harness.advance(5 * MINUTE);
    const known = parts().length;
    await resumeRedeliveries(harness.services);
    expect(parts()).toHaveLength(known);
    await kit.runUntil(later(MINUTE));
    expect((await progress())?.status).toBe("done");
    harness.advance(60 * MINUTE);
    await resumeRedeliveries(harness.services);
    expect(parts()).toHaveLength(known);
  });

  test("is not held up by one that cannot be read, which makes the schedule fail", async () => {
    await fail(1);
    await expect(start(dying("redeliverFailed"))).rejects.toThrow("gone");
    const { id } = await kit.subscribe(receiver.url);
    const broken = harness.db.doc(paths.webhook(harness.accountId, id));
    await broken.update({ redelivery: { nextPartAt: later(-1) } });
    harness.advance(5 * MINUTE);
    await expect(resumeRedeliveries(harness.services, 1)).rejects.toThrow("expected shape");
    expect(parts()).toHaveLength(1);
    await broken.delete();
  });
});
