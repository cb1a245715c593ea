import { beforeEach, describe, expect, test } from "vitest";
import { createSender, nothingIsWritten, type Sender } from "../../../testing/api.ts";
import { createHarness, type Harness } from "../../../testing/harness.ts";
import { paths } from "../../schema/paths.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("POST /api/v1/send", () => {
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
    await nothingIsWritten(harness, async () => {
      const answer = await api.send({ device_id: api.deviceId, ...fields });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.body).toMatchObject({ status, code, request_id: expect.any(String) });
      expect(answer.body.errors?.[0]?.field).toBe(field);
    });
  });

  test("answers another account's phone with the bytes of one that does not exist", async () => {
    const stranger = await createHarness();
    const foreign = await stranger.addDevice();
    const [theirs, nobodys] = await Promise.all([
      api.send({ device_id: foreign }),
      api.send({ device_id: "dev_0000000000000000000000" }),
    ]);
    const bytes = (text: string) => text.replace(/req_\w+/, "");
    expect(theirs.status).toBe(404);
    expect(bytes(theirs.text)).toBe(bytes(nobodys.text));
  });

  test("refuses with 409 when no phone is paired, and when all are paused", async () => {
    const empty = await createHarness();
    const emptyKey = await empty.issueKey();
    expect((await api.send({}, { as: emptyKey })).body).toMatchObject({
      status: 409,
      code: "no_device",
    });
    await empty.addDevice({ isPaused: true });
    expect((await api.send({}, { as: emptyKey })).body).toMatchObject({
      status: 409,
      code: "devices_paused",
    });
  });

  test("refuses with 402 and the price when the balance is too small", async () => {
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 29_999 });
    await nothingIsWritten(harness, async () => {
      expect((await api.send({})).body).toMatchObject({
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
    const first = await api.send({});
    expect(first.headers.get("RateLimit")).toBe('"messages";r=0;t=60');
    const second = await api.send({});
    expect(second.status).toBe(429);
    expect(second.headers.get("Retry-After")).toBe("60");
  });

  test("refuses a list that no minute has room for as one to shorten, and writes nothing", async () => {
    const limitTo = (messagesPerMinute: number) =>
      harness.db.doc(paths.account(harness.accountId)).update({ limits: { messagesPerMinute } });
    const to = ["+14155550101", "+14155550102", "+14155550103"];
    await limitTo(2);
    await nothingIsWritten(harness, async () => {
      const { status, headers, body } = await api.send({ to });
      expect({ status, code: body.code }).toEqual({ status: 422, code: "invalid_request" });
      expect(headers.get("Retry-After")).toBeNull();
      expect(body.errors).toEqual([
        {
          field: "to",
          message: "Give at most 2 phone numbers a call: the account may send no more in a minute.",
        },
      ]);
    });
    await limitTo(3);
    expect((await api.send({ to })).status).toBe(202);
    expect((await api.send({ to })).status).toBe(429);
  });
});
