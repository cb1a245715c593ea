import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
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

describe("a target that hangs", () => {
  test("delays no other target, and its backlog is put off without being posted or written", async () => {
    harness.services.outbound = createOutbound({ allowsPrivateTargets: true, timeoutMs: 300 });
    const hanging = await startReceiver();
    onTestFinished(() => hanging.close());
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
  });
});
