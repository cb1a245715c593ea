import { beforeEach, describe, expect, test } from "vitest";
import type { Harness } from "../../testing/harness.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookApi, type WebhookApi } from "../../testing/webhooks.ts";
import { paths } from "../schema/paths.ts";

let harness: Harness;
let receiver: Receiver;
let api: WebhookApi;

beforeEach(async () => {
  ({ harness, receiver, api } = await startWebhookApi());
});

describe("webhooks over the API", () => {
  test("are made with a secret that is shown once, listed, changed and removed", async () => {
    const made = await api.subscribe({ description: "Shop", headers: { "X-Key": "hidden" } });
    expect(made.status).toBe(201);
    const { secret, ...webhook } = made.body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toEqual({
      id: expect.stringMatching(/^whk_[0-9A-Za-z]{22}$/),
      url: receiver.url,
      events: ["message.received"],
      device_ids: null,
      description: "Shop",
      header_names: ["X-Key"],
      active: true,
      disabled: null,
      failing_since: null,
      redelivery: null,
      created_at: "2026-11-22T08:00:00.000Z",
      updated_at: "2026-11-22T08:00:00.000Z",
    });
    expect((await api.call("/webhooks")).body).toEqual({ data: [webhook] });
    const path = `/webhooks/${webhook.id}`;
    expect((await api.call(path)).body).toEqual(webhook);
    const changed = await api.call(path, {
      method: "PATCH",
      body: { events: ["message.sent"], active: false },
    });
    expect(changed.body).toMatchObject({
      ...{ events: ["message.sent"], active: false, description: "Shop" },
      disabled: { reason: "owner" },
    });
    expect((await api.call(`${path}/enable`, { method: "POST" })).body).toMatchObject({
      ...{ active: true, disabled: null },
    });
    expect((await api.call(path, { method: "DELETE" })).status).toBe(204);
    expect((await api.call(path)).status).toBe(404);
    const audit = await harness.db.collection(paths.audit(harness.accountId)).get();
    expect(audit.docs.map((doc) => doc.data().action)).toEqual(
      expect.arrayContaining(["webhook.created", "webhook.changed", "webhook.deleted"]),
    );
    expect(JSON.stringify(audit.docs.map((doc) => doc.data()))).not.toContain(secret);
  });

  test("get a new secret, with the end of the old one", async () => {
    const { id, secret } = (await api.subscribe()).body;
    const { status, body } = await api.call(`/webhooks/${id}/rotate-secret`, { method: "POST" });
    expect(status).toBe(200);
    expect(body).toEqual({
      secret: expect.stringMatching(/^whsec_/),
      previous_secret_expires_at: "2026-11-23T08:00:00.000Z",
    });
    expect(body.secret).not.toBe(secret);
  });

  test("are tested while the caller waits", async () => {
    const { id } = (await api.subscribe()).body;
    receiver.answer({ status: 200, body: "Hi" });
    expect((await api.call(`/webhooks/${id}/test`, { method: "POST" })).body).toMatchObject({
      event: "test.ping",
      status: "delivered",
      attempts: [{ status_code: 200, response: "Hi", error: null }],
    });
  });
});
