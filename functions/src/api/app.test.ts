import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { revokeApiKey } from "../api-keys/revoke.ts";
import { sha256 } from "../ids.ts";
import { paths } from "../schema/paths.ts";
import { createApiApp } from "./app.ts";
import type { Api } from "./route.ts";

let harness: Harness;
let app: Api;
let key: string;
let deviceId: string;

beforeEach(async () => {
  harness = await createHarness();
  app = createApiApp(harness.services);
  key = await harness.issueKey();
  deviceId = await harness.addDevice();
});

interface Call {
  method?: string;
  key?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
}

async function call(path: string, { method, key: as = key, headers, body }: Call = {}) {
  const response = await app.request(`/api/v1${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(as !== null && { Authorization: `Bearer ${as}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { response, status: response.status, text, body: text === "" ? null : JSON.parse(text) };
}

const send = (body: object, more: Call = {}) =>
  call("/send", { body: { to: "+14155550123", message: "Hello", ...body }, ...more });

async function nothingIsWritten(work: () => Promise<unknown>): Promise<void> {
  const before = { ...harness.engine.counters };
  await work();
  expect(harness.engine.counters.writes - before.writes).toBe(0);
  expect(harness.engine.counters.deletes - before.deletes).toBe(0);
  expect(harness.tasks).toEqual([]);
}

describe("POST /api/v1/send", () => {
  test("accepts a message, reserves its price, files it under its conversation and asks for the phone", async () => {
    const { status, body } = await send({ device_id: deviceId, sim_slot: 1 });
    expect(status).toBe(202);
    expect(body).toEqual({
      id: expect.stringMatching(/^msg_[0-9A-Za-z]{22}$/),
      status: "queued",
      to: "+14155550123",
      from: "+15550000001",
      device_id: deviceId,
      sim_slot: 1,
      segments: 1,
      encoding: "gsm7",
      price: 30_000,
      balance: 9_970_000,
      created_at: "2026-11-22T08:00:00.000Z",
    });
    expect(await harness.message(body.id)).toMatchObject({
      status: "queued",
      queuedFor: deviceId,
      isReroutable: false,
      createdBy: { type: "api_key" },
    });
    expect(await harness.account()).toMatchObject({ balance: 9_970_000, rateWindow: { count: 1 } });
    expect(await harness.read(paths.wake(deviceId))).toMatchObject({
      accountId: harness.accountId,
    });
    const message = await harness.message(body.id);
    expect(
      await harness.read(paths.conversation(harness.accountId, message.conversationId)),
    ).toMatchObject({
      contact: "+14155550123",
      lastMessage: { id: body.id, preview: "Hello" },
      ...{ contactName: null, unreadCount: 0, isArchived: false, assigneeId: null },
    });
  });

  test("leaves what people said of a conversation that exists", async () => {
    const { body } = await send({ device_id: deviceId });
    const { conversationId } = await harness.message(body.id);
    const path = paths.conversation(harness.accountId, conversationId);
    const said = { contactName: "Ada", unreadCount: 3, isArchived: true, assigneeId: "owner" };
    await harness.db.doc(path).update(said);
    const second = await send({ device_id: deviceId, message: "Again" });
    expect(await harness.read(path)).toMatchObject({
      ...said,
      lastMessage: { id: second.body.id },
    });
  });

  test("takes `+` and 7 to 15 digits as they stand", async () => {
    expect((await send({ to: "+1234567890" })).body).toMatchObject({ to: "+1234567890" });
  });

  test("takes a list whole, with one message a number", async () => {
    const { body } = await send({ to: ["+14155550101", "+14155550102"] });
    expect(body).toMatchObject({
      messages: [{ to: "+14155550101" }, { to: "+14155550102" }],
      price: 60_000,
      balance: 9_940_000,
    });
    expect(await harness.count(paths.messages(harness.accountId))).toBe(2);
  });

  test("answers an Idempotency-Key that comes twice with the same bytes, and sends once", async () => {
    const headers = { "Idempotency-Key": "order-1042" };
    const first = await send({}, { headers });
    const second = await send({}, { headers });
    expect(second.status).toBe(202);
    expect(second.text).toBe(first.text);
    expect(second.response.headers.get("Idempotency-Replayed")).toBe("true");
    expect(await harness.count(paths.messages(harness.accountId))).toBe(1);
    expect((await harness.account()).balance).toBe(9_970_000);
  });

  test("sends once when calls with one Idempotency-Key arrive at the same moment", async () => {
    const headers = { "Idempotency-Key": "order-1042" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => send({}, { headers })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await harness.count(paths.messages(harness.accountId))).toBe(1);
  });

  test("accepts 200 calls at once with the balance right and at most 24 writes of the account", async () => {
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 7_000_000 });
    const before = harness.engine.counters.writes;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        send({ to: `+1415556${String(n).padStart(4, "0")}`, device_id: deviceId }),
      ),
    );
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect((await harness.account()).balance).toBe(1_000_000);
    const others = 200 * 2; // a message and a conversation each
    const batchWrites = harness.engine.counters.writes - before - others;
    expect(batchWrites).toBeLessThanOrEqual(2 * 24); // the account and the phone to wake, once a batch
  });

  test("never overdraws, whatever arrives at once", async () => {
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 5 * 30_000 });
    const other = createApiApp(harness.services);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? app : other).request("/api/v1/send", {
          method: "POST",
          headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
          body: JSON.stringify({ to: `+1415555${1000 + n}`, message: "Hello" }),
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(15);
    expect((await harness.account()).balance).toBe(0);
  });

  test("holds a scheduled message back, and makes a task for its time", async () => {
    const { body } = await send({ send_at: "2026-11-22T09:00:00+01:00", to: "+14155550123" });
    expect(body.status).toBe("queued");
    const later = await send({ send_at: "2026-11-22T10:00:00Z" });
    expect(later.body.status).toBe("scheduled");
    expect(harness.tasks).toEqual([
      {
        queue: "sendScheduled",
        id: later.body.id,
        payload: { accountId: harness.accountId, messageId: later.body.id },
        at: new Date("2026-11-22T10:00:00Z"),
      },
    ]);
  });

  test.each([
    ["a number that is no number", { to: "pizza" }, 422, "invalid_request", "to"],
    [
      "a list with a number that is none",
      { to: ["+14155550101", "x"] },
      422,
      "invalid_request",
      "to[1]",
    ],
    ["an empty list", { to: [] }, 422, "invalid_request", "to"],
    ["no recipient", { to: undefined }, 422, "invalid_request", "to"],
    ["an empty text", { message: " " }, 422, "invalid_request", "message"],
    [
      "a text of 1,601 characters",
      { message: "a".repeat(1601) },
      422,
      "invalid_request",
      "message",
    ],
    ["a slot that the phone lacks", { sim_slot: 2 }, 422, "invalid_request", "sim_slot"],
    ["slot 0", { sim_slot: 0 }, 422, "invalid_request", "sim_slot"],
    ["a misspelt field, by its name", { devise_id: "x" }, 422, "invalid_request", "devise_id"],
    ["a phone that does not exist", { device_id: "dev_x" }, 404, "not_found", undefined],
    ["a time that is none", { send_at: "tomorrow" }, 422, "invalid_request", "send_at"],
    [
      "a time that no database has",
      { send_at: "0000-01-01T00:00:00Z" },
      422,
      "invalid_request",
      "send_at",
    ],
    [
      "metadata by a name that no database has",
      { metadata: { __x__: "1" } },
      422,
      "invalid_request",
      "metadata",
    ],
    ["a time in 31 days", { send_at: "2026-12-23T09:00:00Z" }, 422, "invalid_request", "send_at"],
    [
      "an expiry in the past",
      { expires_at: "2026-11-22T07:00:00Z" },
      422,
      "invalid_request",
      "expires_at",
    ],
    [
      "metadata that is no text",
      { metadata: { order: 7 } },
      422,
      "invalid_request",
      "metadata.order",
    ],
  ])("refuses %s and writes nothing", async (_name, fields, status, code, field) => {
    await nothingIsWritten(async () => {
      const answer = await send({ device_id: deviceId, ...fields });
      expect(answer.status).toBe(status);
      expect(answer.response.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.body).toMatchObject({ status, code, request_id: expect.any(String) });
      expect(answer.body.errors?.[0]?.field).toBe(field);
    });
  });

  test.each([
    ["no key", null],
    ["a key that is none", "hs_live_nonsense"],
    ["a key that does not exist", `hs_live_${"0".repeat(43)}`],
  ])("refuses %s with 401 and writes nothing", async (_name, as) => {
    await nothingIsWritten(async () => {
      const answer = await send({}, { key: as });
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe("unauthenticated");
      expect(answer.response.headers.get("WWW-Authenticate")).toContain("Bearer");
    });
  });

  test("refuses a key from the moment that it is revoked", async () => {
    const { id } = (await harness.read(paths.apiKey(sha256(key)))) as { id: string };
    expect((await send({})).status).toBe(202);
    await revokeApiKey(harness.ctx, { id });
    expect((await send({})).status).toBe(401);
  });

  test("refuses a key that lacks the scope, and names the scope", async () => {
    const reader = await harness.issueKey(["messages:read"]);
    await nothingIsWritten(async () => {
      const answer = await send({}, { key: reader });
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: "missing_scope", required_scope: "messages:send" });
    });
  });

  test("answers another account's phone with the bytes of one that does not exist", async () => {
    const stranger = await createHarness();
    const foreign = await stranger.addDevice();
    const [theirs, nobodys] = await Promise.all([
      send({ device_id: foreign }),
      send({ device_id: "dev_0000000000000000000000" }),
    ]);
    const bytes = (text: string) => text.replace(/req_\w+/, "");
    expect(theirs.status).toBe(404);
    expect(bytes(theirs.text)).toBe(bytes(nobodys.text));
  });

  test("refuses with 409 when no phone is paired, and when all are paused", async () => {
    const empty = await createHarness();
    const emptyKey = await empty.issueKey();
    expect((await send({}, { key: emptyKey })).body).toMatchObject({
      status: 409,
      code: "no_device",
    });
    await empty.addDevice({ isPaused: true });
    expect((await send({}, { key: emptyKey })).body).toMatchObject({
      status: 409,
      code: "devices_paused",
    });
  });

  test("refuses with 402 and the price when the balance is too small", async () => {
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 29_999 });
    await nothingIsWritten(async () => {
      expect((await send({})).body).toMatchObject({
        status: 402,
        code: "insufficient_balance",
        price: 30_000,
        balance: 29_999,
      });
    });
  });

  test("refuses with 429 and Retry-After beyond the account's limit", async () => {
    await harness.db
      .doc(paths.account(harness.accountId))
      .update({ limits: { messagesPerMinute: 1 } });
    const first = await send({});
    expect(first.response.headers.get("RateLimit")).toBe('"messages";r=0;t=60');
    const second = await send({});
    expect(second.status).toBe(429);
    expect(second.response.headers.get("Retry-After")).toBe("60");
  });

  test("refuses an Idempotency-Key that came with another body", async () => {
    const headers = { "Idempotency-Key": "order-1042" };
    await send({}, { headers });
    const other = await send({ message: "Bye" }, { headers });
    expect(other.body).toMatchObject({ status: 422, code: "idempotency_key_reused" });
    expect(await harness.count(paths.messages(harness.accountId))).toBe(1);
  });

  test("refuses a body over 256 kB with 413", async () => {
    await nothingIsWritten(async () => {
      expect((await send({ message: "a".repeat(257 * 1024) })).body).toMatchObject({
        status: 413,
        code: "body_too_large",
      });
    });
  });

  test.each([["{"], ["nonsense"]])("refuses the malformed JSON %s with 400", async (text) => {
    expect((await call("/send", { body: text })).body).toMatchObject({
      status: 400,
      code: "malformed_json",
    });
  });

  test.each([["[]"], ["null"], ['"text"']])(
    "refuses %s, which is no object, with 422",
    async (text) => {
      expect((await call("/send", { body: text })).body).toMatchObject({
        status: 422,
        code: "invalid_request",
      });
    },
  );

  test("refuses another method with 405 and Allow", async () => {
    const { response, body } = await call("/send", { method: "GET" });
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
    expect(body.code).toBe("method_not_allowed");
  });
});

describe("GET /api/v1/messages", () => {
  test("pages through all, newest first, each once", async () => {
    for (const second of [1, 2, 3, 4, 5]) {
      await harness.addMessage({ createdAt: new Date(second * 1000), to: `+141555501${second}0` });
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body } = await call(`/messages?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...body.data.map((message: { to: string }) => message.to));
      cursor = body.next_cursor;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1].map((n) => `+141555501${n}0`));
  });

  test("filters by status, direction, phone and conversation", async () => {
    await harness.addMessage({ status: "sent", deviceId: "dev_a", conversationId: "cnv_a" });
    await harness.addMessage({ status: "failed", direction: "inbound", deviceId: "dev_b" });
    for (const filter of [
      "status=sent",
      "direction=outbound",
      "device_id=dev_a",
      "conversation_id=cnv_a",
    ]) {
      const { body } = await call(`/messages?${filter}`);
      expect(body.data, filter).toMatchObject([{ status: "sent", device_id: "dev_a" }]);
    }
  });

  test("does not show another account's message", async () => {
    const stranger = await createHarness();
    const id = await stranger.addMessage();
    expect((await call(`/messages/${id}`)).status).toBe(404);
    expect((await call("/messages")).body).toEqual({ data: [], next_cursor: null });
  });

  test.each([
    ["nothing that was written", "abc"],
    ["a path", btoa('["2026-11-22T08:00:00.000Z","../../acc_1/messages/msg_1"]')],
  ])("refuses a cursor of somebody's own making: %s", async (_, cursor) => {
    expect((await call(`/messages?cursor=${cursor}`)).body).toMatchObject({
      status: 422,
      errors: [{ field: "cursor" }],
    });
  });
});

describe("GET /api/v1/balance", () => {
  test("tells the balance, the currency and the price", async () => {
    expect((await call("/balance")).body).toMatchObject({
      balance: 10_000_000,
      currency: "USD",
      price_per_segment: 30_000,
    });
  });
});

test.each(["acc_1/messages", "..", "__x__", "x".repeat(1501)])(
  "takes the account %.20s, which no account can be, for one that is not there",
  async (account) => {
    harness.users.set("a.b.c", { uid: "ada", email: null, name: null });
    const headers = { "Handset-Account": account };
    expect((await call("/messages", { key: "a.b.c", headers })).body).toMatchObject({
      ...{ status: 404, detail: "There is no such account." },
    });
  },
);

test("what does not exist is a problem document too", async () => {
  const { status, body } = await call("/nothing");
  expect(status).toBe(404);
  expect(body.code).toBe("not_found");
});
