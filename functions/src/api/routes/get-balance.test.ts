import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";

let api: Sender;

beforeEach(async () => {
  ({ api } = await createSender());
});

describe("GET /api/v1/balance", () => {
  test("tells the balance, the currency and the price", async () => {
    expect((await api.call("/balance")).body).toMatchObject({
      balance: 10_000_000,
      currency: "USD",
      price_per_segment: 30_000,
    });
  });
});
