import { beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../testing/durations.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookTarget, type WebhookKit } from "../../testing/webhooks.ts";

let kit: WebhookKit;
let receiver: Receiver;

beforeEach(async () => {
  ({ kit, receiver } = await startWebhookTarget());
});

describe("a webhook", () => {
  test("stays on while anything gets through", async () => {
    const { id } = await kit.subscribe(receiver.url);
    receiver.answer({ status: 500 });
    await kit.receive();
    await kit.runFor(59 * HOUR_MS);
    expect((await kit.webhook(id)).failingSince).not.toBeNull();
    receiver.answer({ status: 200 });
    await kit.receive();
    await kit.runDue();
    expect((await kit.webhook(id)).failingSince).toBeNull();
    receiver.answer({ status: 500 });
    await kit.runFor(30 * HOUR_MS);
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
    await kit.runFor(HOUR_MS);
    const failures = (await kit.deliveries()).map(({ status, failure }) => [status, failure]);
    expect(failures.sort()).toEqual([
      ["failed", "unsubscribed"],
      ["failed", "webhook_off"],
    ]);
    expect(receiver.received).toHaveLength(2);
  });
});
