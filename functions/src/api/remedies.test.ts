import { beforeEach, describe, expect, test } from "vitest";
import { createSender, nothingIsWritten, type Sender } from "../../testing/api.ts";
import type { Harness } from "../../testing/harness.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

const EVENTS =
  "message.queued, message.sent, message.delivered, message.failed, message.expired, message.canceled, message.received, device.online, device.offline, device.low_battery, balance.low, webhook.disabled";

describe("a refusal says what to write instead", () => {
  const name = "n".repeat(41);

  test.each([
    [
      "a name of 41 characters in metadata",
      { metadata: { [name]: "" } },
      `metadata.${name}`,
      "This name does not do. Shorten it to 40 characters: it has 41.",
    ],
    [
      "a name of none",
      { metadata: { "": "x" } },
      "metadata.",
      "This name does not do. Write something: it is empty.",
    ],
    [
      "501 characters in metadata",
      { metadata: { order: "x".repeat(501) } },
      "metadata.order",
      "Shorten it to 500 characters: it has 501.",
    ],
    ["a number for a text", { metadata: { order: 7 } }, "metadata.order", "Give a text."],
    ["a text for a number", { priority: "high" }, "priority", "Give a number."],
    ["half a number", { priority: 0.5 }, "priority", "Give a whole number."],
    ["too high a number", { priority: 128 }, "priority", "Give 127 or less."],
    ["null for an object", { metadata: null }, "metadata", "Give an object."],
    ["no text", { message: undefined }, "message", "Give this field: it is required."],
    [
      "a time that is none",
      { send_at: "tomorrow" },
      "send_at",
      "Give a time with its offset, such as 2026-11-22T08:10:00Z.",
    ],
  ])("to a send with %s", async (_name, body, field, message) => {
    await nothingIsWritten(harness, async () => {
      const answer = await api.send(body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0]).toEqual({ field, message });
      expect(answer.body.detail).toBe(`${field}: ${message}`);
    });
  });

  test("to a send with an Idempotency-Key of 256 characters", async () => {
    await nothingIsWritten(harness, async () => {
      const headers = { "Idempotency-Key": "k".repeat(256) };
      expect((await api.send({}, { headers })).body).toMatchObject({
        status: 422,
        errors: [
          { field: "idempotency-key", message: "Shorten it to 255 characters: it has 256." },
        ],
      });
    });
  });

  test.each([
    [
      "/invitations",
      { email: "ada@example.com", role: "owner" },
      ["role", "Give one of these: admin, agent, viewer."],
    ],
    [
      "/invitations",
      { email: "ada", role: "admin" },
      ["email", "Give an e-mail address, such as ada@example.com."],
    ],
    [
      "/webhooks",
      { url: "https://example.com/", events: ["test.ping"] },
      ["events[0]", `Give one of these: ${EVENTS}.`],
    ],
    ["/webhooks", { url: "https://example.com/", events: [] }, ["events", "Give at least one."]],
    ["/messages?limit=many", undefined, ["limit", "Give a number."]],
    [
      "/messages?status=eaten",
      undefined,
      ["status", expect.stringMatching(/^Give one of these: /)],
    ],
  ])("to %s with %j", async (path, body, [field, message]) => {
    const answer = await api.call(path, { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([{ field, message }]);
  });
});
