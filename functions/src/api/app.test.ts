import { beforeEach, describe, expect, test } from "vitest";
import { createSender, nothingIsWritten, type Sender } from "../../testing/api.ts";
import type { Harness } from "../../testing/harness.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("the API", () => {
  test("refuses a body over 256 kB with 413", async () => {
    await nothingIsWritten(harness, async () => {
      expect((await api.send({ message: "a".repeat(257 * 1024) })).body).toMatchObject({
        status: 413,
        code: "body_too_large",
      });
    });
  });

  test.each([["{"], ["nonsense"]])("refuses the malformed JSON %s with 400", async (text) => {
    expect((await api.call("/send", { body: text })).body).toMatchObject({
      status: 400,
      code: "malformed_json",
    });
  });

  test.each([
    ["a form's, as curl -d sends it", "application/x-www-form-urlencoded"],
    ["none", ""],
    ["a text's", "text/plain"],
    ["none that could be", "nonsense"],
  ])("takes JSON under the Content-Type %s", async (_, type) => {
    const { status, body } = await api.send({}, { headers: { "Content-Type": type } });
    expect({ status, body }).toMatchObject({ status: 202, body: { status: "queued" } });
  });

  test("refuses a form as malformed JSON, and writes nothing", async () => {
    await nothingIsWritten(harness, async () => {
      const form = {
        body: "to=%2B14155550123",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      };
      const { status, body } = await api.call("/send", form);
      expect({ status, body }).toMatchObject({ status: 400, body: { code: "malformed_json" } });
    });
  });

  test.each([["[]"], ["null"], ['"text"']])(
    "refuses %s, which is no object, with 422",
    async (text) => {
      expect((await api.call("/send", { body: text })).body).toMatchObject({
        status: 422,
        code: "invalid_request",
      });
    },
  );

  test("refuses another method with 405 and Allow", async () => {
    const { status, headers, body } = await api.call("/send", { method: "GET" });
    expect(status).toBe(405);
    expect(headers.get("Allow")).toBe("POST");
    expect(body.code).toBe("method_not_allowed");
  });
});

test("what does not exist is a problem document too", async () => {
  const { status, body } = await api.call("/nothing");
  expect(status).toBe(404);
  expect(body.code).toBe("not_found");
});
