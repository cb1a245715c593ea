import { describe, expect, test } from "vitest";
import { createApiCaller } from "../../../testing/api.ts";
import { createHarness } from "../../../testing/harness.ts";

describe("GET /api/v1/me", () => {
  test("names the connection for any key", async () => {
    const harness = await createHarness();
    const api = await createApiCaller(harness);
    const as = await harness.issueKey(["messages:send"]);
    const prefix = as.slice(0, 12);
    expect((await api.call("/me", { as })).body).toEqual({
      account: { id: harness.accountId, name: "Bakery" },
      api_key: { name: "Key", prefix },
      label: `Bakery (${prefix}…)`,
    });
  });
});
