import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { HOUR_MS } from "../../testing/durations.ts";
import type { Harness } from "../../testing/harness.ts";
import { countWrites } from "../../testing/phone.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookTarget, type WebhookKit } from "../../testing/webhooks.ts";
import { deleteWebhook } from "./delete.ts";
import { rotateWebhookSecret } from "./rotate-secret.ts";
import { updateWebhook } from "./update.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;

beforeEach(async () => {
  ({ harness, kit, receiver } = await startWebhookTarget());
});

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

  test("does not follow a redirect, and says so", async () => {
    await kit.subscribe(receiver.url);
    receiver.answer({ status: 307, headers: { Location: "http://169.254.169.254/" } });
    await kit.receive();
    await kit.runDue();
    expect((await kit.delivery()).attempts[0]?.error).toMatch(/Redirects are not followed/);
    expect(receiver.received).toHaveLength(1);
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
