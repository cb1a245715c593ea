import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { type Receiver, startReceiver } from "../../testing/receiver.ts";
import { createWebhookKit, type WebhookKit } from "../../testing/webhooks.ts";
import { EventType } from "../schema/event.ts";
import { paths } from "../schema/paths.ts";
import { createOutbound } from "../webhooks/outbound.ts";
import { createApiApp } from "./app.ts";
import type { Api } from "./route.ts";

let harness: Harness;
let kit: WebhookKit;
let app: Api;
let receiver: Receiver;
let key: string;

beforeEach(async () => {
  harness = await createHarness();
  kit = createWebhookKit(harness);
  app = createApiApp(harness.services);
  receiver = await startReceiver();
  key = await harness.issueKey();
});

afterEach(() => receiver.close());

interface Call {
  method?: string;
  body?: unknown;
  as?: string;
  of?: Api;
}

async function call(path: string, { method, body, as = key, of = app }: Call = {}) {
  const response = await of.request(`/api/v1${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { Authorization: `Bearer ${as}`, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text === "" ? null : JSON.parse(text) };
}

const subscribe = (body: object = {}, more: Call = {}) =>
  call("/webhooks", {
    body: { url: receiver.url, events: ["message.received"], ...body },
    ...more,
  });

describe("webhooks over the API", () => {
  test("are made with a secret that is shown once, listed, changed and removed", async () => {
    const made = await subscribe({ description: "Shop", headers: { "X-Key": "hidden" } });
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
    expect((await call("/webhooks")).body).toEqual({ data: [webhook] });
    const path = `/webhooks/${webhook.id}`;
    expect((await call(path)).body).toEqual(webhook);
    const changed = await call(path, {
      method: "PATCH",
      body: { events: ["message.sent"], active: false },
    });
    expect(changed.body).toMatchObject({
      ...{ events: ["message.sent"], active: false, description: "Shop" },
      disabled: { reason: "owner" },
    });
    expect((await call(`${path}/enable`, { method: "POST" })).body).toMatchObject({
      ...{ active: true, disabled: null },
    });
    expect((await call(path, { method: "DELETE" })).status).toBe(204);
    expect((await call(path)).status).toBe(404);
    const audit = await harness.db.collection(paths.audit(harness.accountId)).get();
    expect(audit.docs.map((doc) => doc.data().action)).toEqual(
      expect.arrayContaining(["webhook.created", "webhook.changed", "webhook.deleted"]),
    );
    expect(JSON.stringify(audit.docs.map((doc) => doc.data()))).not.toContain(secret);
  });

  test("get a new secret, with the end of the old one", async () => {
    const { id, secret } = (await subscribe()).body;
    const { status, body } = await call(`/webhooks/${id}/rotate-secret`, { method: "POST" });
    expect(status).toBe(200);
    expect(body).toEqual({
      secret: expect.stringMatching(/^whsec_/),
      previous_secret_expires_at: "2026-11-23T08:00:00.000Z",
    });
    expect(body.secret).not.toBe(secret);
  });

  test("are tested while the caller waits", async () => {
    const { id } = (await subscribe()).body;
    receiver.answer({ status: 200, body: "Hi" });
    expect((await call(`/webhooks/${id}/test`, { method: "POST" })).body).toMatchObject({
      event: "test.ping",
      status: "delivered",
      attempts: [{ status_code: 200, response: "Hi", error: null }],
    });
  });

  test("show their deliveries by status, event and time, a page at a time", async () => {
    const { id } = (await subscribe({ events: ["message.received", "message.sent"] })).body;
    receiver.answer({ status: 200 }, { status: 500 });
    for (let n = 0; n < 3; n++) {
      await kit.receive({ conversationId: `cnv_${n}` });
      await kit.runDue();
      harness.advance(1000);
    }
    const list = async (query: string) => (await call(`/webhooks/${id}/deliveries${query}`)).body;
    expect((await list("")).data).toHaveLength(3);
    expect((await list("?status=delivered")).data).toMatchObject([
      { event: "message.received", attempts_count: 1, last_status_code: 200 },
    ]);
    expect((await list("?status=pending&event=message.received")).data).toHaveLength(2);
    expect((await list("?event=message.sent")).data).toEqual([]);
    expect((await list("?created_after=2026-11-22T08:00:01Z")).data).toHaveLength(2);
    const first = await list("?limit=2");
    const second = await list(`?limit=2&cursor=${first.next_cursor}`);
    expect([...first.data, ...second.data].map(({ created_at }) => created_at)).toEqual([
      "2026-11-22T08:00:02.000Z",
      "2026-11-22T08:00:01.000Z",
      "2026-11-22T08:00:00.000Z",
    ]);
    expect(second.next_cursor).toBeNull();
  });

  test("show one delivery with its payload and attempts, and deliver it again", async () => {
    await subscribe();
    await kit.receive({ body: "Yes!" });
    await kit.runDue();
    const { id } = await kit.delivery();
    const shown = (await call(`/deliveries/${id}`)).body;
    expect(JSON.parse(shown.payload)).toMatchObject({ data: { message: "Yes!" } });
    expect(shown.attempts).toMatchObject([{ status_code: 200 }]);
    const again = await call(`/deliveries/${id}/redeliver`, { method: "POST" });
    expect(again.status).toBe(202);
    expect(again.body.status).toBe("pending");
    await kit.runDue();
    expect(receiver.received).toHaveLength(2);
  });

  test("deliver again what failed, with the progress on the webhook", async () => {
    const { id } = (await subscribe()).body;
    const path = `/webhooks/${id}/redeliver-failed`;
    const { status, body } = await call(path, { body: { since: "2026-11-22T07:00:00Z" } });
    expect(status).toBe(202);
    expect(body.redelivery).toMatchObject({ status: "done", total: 0, redelivered: 0 });
    expect((await call(path, { body: {} })).body).toMatchObject({
      errors: [{ field: "since" }],
    });
  });
});

describe("refuses", () => {
  const cloud = (...answers: string[]) =>
    createApiApp({
      ...harness.services,
      outbound: createOutbound({
        allowsPrivateTargets: false,
        resolve: async () => [{ address: answers.shift() ?? "93.184.216.34", family: 4 }],
      }),
    });

  test.each([
    ["http", "http://example.com/"],
    ["loopback in decimal", "https://2130706433/"],
    ["loopback in octal", "https://0177.0.0.1/"],
    ["metadata in hex", "https://0xa9fea9fe/latest/meta-data/"],
    ["IPv4-mapped", "https://[::ffff:169.254.169.254]/"],
    ["NAT64", "https://[64:ff9b::7f00:1]/"],
    ["a name inside", "https://metadata.google.internal/"],
    ["what DNS leads inside", "https://inside.example.com/"],
  ])("%s, with a sentence that says why", async (_name, url) => {
    const of = cloud("192.168.0.10");
    const { status, body } = await subscribe({ url }, { of });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "invalid_request", errors: [{ field: "url" }] });
    expect(body.detail.length).toBeGreaterThan(30);
    expect(await harness.count(paths.webhooks(harness.accountId))).toBe(0);
  });

  test("a change of the address to one inside", async () => {
    const { id } = (await subscribe()).body;
    const change = { method: "PATCH", body: { url: "https://10.0.0.1/" }, of: cloud() };
    expect((await call(`/webhooks/${id}`, change)).status).toBe(422);
    expect((await kit.webhook(id)).url).toBe(receiver.url);
  });

  test.each([
    ["no events", { events: [] }, "events"],
    ["an event that does not exist", { events: ["message.eaten"] }, "events[0]"],
    ["a test.ping", { events: ["test.ping"] }, "events[0]"],
    ["a header that is not a customer's", { headers: { Host: "x" } }, "headers.Host"],
    ["an unknown field", { secret: "mine" }, "secret"],
  ])("%s, by field", async (_name, more, field) => {
    expect((await subscribe(more)).body).toMatchObject({ errors: [{ field }] });
  });

  test("a key without the scope, and other accounts, as if there were nothing", async () => {
    const { id } = (await subscribe()).body;
    await kit.receive();
    const { id: deliveryId } = await kit.delivery();
    const reader = await harness.issueKey(["webhooks:read"]);
    expect((await call("/webhooks", { as: reader })).status).toBe(200);
    expect((await subscribe({}, { as: reader })).body).toMatchObject({ code: "missing_scope" });
    const none = await harness.issueKey(["messages:read"]);
    expect((await call("/webhooks", { as: none })).status).toBe(403);

    const other = await createHarness();
    const as = await other.issueKey();
    const calls: [string, Call][] = [
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
      expect((await call(path, { ...request, as })).body.code, path).toBe("not_found");
    }
    expect(await kit.webhook(id)).toMatchObject({ disabled: null, redelivery: null });
    expect(receiver.received).toEqual([]);
  });

  test("a webhook too many", async () => {
    await harness.db.runTransaction(async (tx) => {
      const { id } = (await subscribe()).body;
      const webhook = await kit.webhook(id);
      for (let n = 1; n < 50; n++) {
        tx.create(harness.db.doc(paths.webhook(harness.accountId, `whk_${n}`)), webhook);
      }
    });
    expect((await subscribe()).body).toMatchObject({ code: "conflict" });
  });
});

describe("GET /api/v1/events/samples/{type}", () => {
  const samples = async (type: string, as = key) =>
    (await call(`/events/samples/${type}`, { as })).body;

  test.each(EventType.options)(
    "gives a faithful sample of %s, though nothing happened yet",
    async (type) => {
      const [sample, ...others] = await samples(type);
      expect(others).toEqual([]);
      expect(sample).toMatchObject({ type, account_id: harness.accountId, id: "evt_sample" });
      expect(sample.data).toBeTypeOf("object");
    },
  );

  test("gives the account's own newest, under the ids that were delivered", async () => {
    await subscribe();
    await kit.receive({ body: "First" });
    const [delivered] = await kit.deliveries();
    const [sample] = await samples("message.received");
    expect(sample).toEqual(JSON.parse(delivered?.payload ?? ""));
  });

  test("shows no message to a key that may not read any", async () => {
    await kit.receive({ body: "Secret" });
    const as = await harness.issueKey(["webhooks:read"]);
    expect(JSON.stringify(await samples("message.received", as))).not.toContain("Secret");
  });

  test("refuses a type that does not exist", async () => {
    expect((await call("/events/samples/message.eaten")).status).toBe(422);
  });
});

describe("GET /api/v1/me", () => {
  test("names the connection for any key", async () => {
    const as = await harness.issueKey(["messages:send"]);
    const prefix = as.slice(0, 12);
    expect((await call("/me", { as })).body).toEqual({
      account: { id: harness.accountId, name: "Bakery" },
      api_key: { name: "Key", prefix },
      label: `Bakery (${prefix}…)`,
    });
  });
});
