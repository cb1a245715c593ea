import { beforeEach, describe, expect, test } from "vitest";
import type { ApiCall } from "../../testing/api.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookApi, type WebhookApi, type WebhookKit } from "../../testing/webhooks.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;
let api: WebhookApi;

beforeEach(async () => {
  ({ harness, kit, receiver, api } = await startWebhookApi());
});

describe("refuses", () => {
  test("a key without the scope, and other accounts, as if there were nothing", async () => {
    const { id } = (await api.subscribe()).body;
    await kit.receive();
    const { id: deliveryId } = await kit.delivery();
    const reader = await harness.issueKey(["webhooks:read"]);
    expect((await api.call("/webhooks", { as: reader })).status).toBe(200);
    expect((await api.subscribe({}, { as: reader })).body).toMatchObject({ code: "missing_scope" });
    const none = await harness.issueKey(["messages:read"]);
    expect((await api.call("/webhooks", { as: none })).status).toBe(403);

    const other = await createHarness();
    const as = await other.issueKey();
    const calls: [string, ApiCall][] = [
      [`/webhooks/${id}`, {}],
      [`/webhooks/${id}`, { method: "DELETE" }],
      [`/webhooks/${id}`, { method: "PATCH", body: { active: false } }],
      [`/webhooks/${id}/enable`, { method: "POST" }],
      [`/webhooks/${id}/test`, { method: "POST" }],
      [`/webhooks/${id}/rotate-secret`, { method: "POST" }],
      [`/webhooks/${id}/deliveries`, {}],
      [`/webhooks/${id}/redeliver-failed`, { body: { since: "2026-11-22T07:00:00Z" } }],
      [`/deliveries/${deliveryId}`, {}],
      [`/deliveries/${deliveryId}/redeliver`, { method: "POST" }],
    ];
    for (const [path, request] of calls) {
      expect((await api.call(path, { ...request, as })).body.code, path).toBe("not_found");
    }
    expect(await kit.webhook(id)).toMatchObject({ disabled: null, redelivery: null });
    expect(receiver.received).toEqual([]);
  });
});
