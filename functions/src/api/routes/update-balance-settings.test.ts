import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";
import type { Harness } from "../../../testing/harness.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("PATCH /api/v1/balance-settings", () => {
  test("changes what is given and leaves the rest, and is refused to a key that may only read", async () => {
    await api.call("/balance-settings", {
      method: "PATCH",
      body: { low_balance_threshold: 500_000 },
    });
    const { body } = await api.call("/balance-settings", {
      method: "PATCH",
      body: { billing_email: "ada@shop.example" },
    });
    expect(body).toMatchObject({
      low_balance_threshold: 500_000,
      billing_email: "ada@shop.example",
      auto_top_up: null,
    });
    const as = await harness.issueKey(["balance:read"]);
    expect((await api.call("/balance-settings", { method: "PATCH", body: {}, as })).status).toBe(
      403,
    );
  });
});
