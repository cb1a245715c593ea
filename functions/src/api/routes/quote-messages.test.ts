import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";
import type { Harness } from "../../../testing/harness.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("POST /api/v1/quote", () => {
  test("writes nothing and refuses what a send would refuse", async () => {
    const writes = harness.engine.counters.writes;
    await api.call("/quote", { body: { to: "+14155550123", message: "Hello" } });
    const refused = await api.call("/quote", {
      body: { to: ["+1", "+14155550123"], message: "Hello" },
    });
    expect([refused.status, refused.body.errors[0].field]).toEqual([422, "to[0]"]);
    expect(harness.engine.counters.writes).toBe(writes);
  });
});
