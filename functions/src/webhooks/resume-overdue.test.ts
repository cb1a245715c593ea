import { beforeEach, describe, expect, test } from "vitest";
import type { Harness } from "../../testing/harness.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookTarget, type WebhookKit } from "../../testing/webhooks.ts";
import { paths } from "../schema/paths.ts";
import { resumeOverdueDeliveries } from "./resume-overdue.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;

beforeEach(async () => {
  ({ harness, kit, receiver } = await startWebhookTarget());
});

/** The schedule serves all accounts of this database. */
const ownTasks = () =>
  harness.tasks.filter(
    ({ payload }) => "accountId" in payload && payload.accountId === harness.accountId,
  );

describe("resumeOverdueDeliveries", () => {
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
    expect(await kit.statusCodes()).toEqual([200]);
  });
});
