import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../testing/api.ts";
import type { Harness } from "../../testing/harness.ts";
import { paths } from "../schema/paths.ts";
import { importPrices } from "./import-prices.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("prices by prefix", () => {
  beforeEach(async () => {
    const prefixes = { "44": 45_000, "4479": 60_000, "49": 0 };
    await importPrices(harness.services, { currency: "USD", prefixes, isDryRun: false });
  });

  /** All accounts of a database have the same prices. */
  afterEach(() => harness.db.doc(paths.prices()).delete());

  test.each([
    ["the longest prefix", "+447911123456", 60_000],
    ["a shorter prefix", "+442079460123", 45_000],
    ["a prefix that is free", "+4915123456789", 0],
    ["the account's price where there is no prefix", "+14155550123", 30_000],
  ])("charge by %s", async (_name, to, price) => {
    expect((await api.send({ to })).body).toMatchObject({ price, balance: 10_000_000 - price });
  });

  test("charge a segment each, and the same as was quoted", async () => {
    const to = ["+447911123456", "+14155550123"];
    const message = "a".repeat(200);
    const quote = await api.call("/quote", { body: { to, message } });
    expect(quote).toMatchObject({
      status: 200,
      body: {
        ...{ price: 180_000, currency: "USD", balance: 10_000_000, segments: 2, encoding: "gsm7" },
        messages: [
          { to: to[0], price: 120_000 },
          { to: to[1], price: 60_000 },
        ],
      },
    });
    expect((await api.send({ to, message })).body.price).toBe(quote.body.price);
  });

  test("are taken over within a minute", async () => {
    await api.send({ to: "+447911123456" });
    const prefixes = { "44": 10_000 };
    await importPrices(harness.services, { currency: "USD", prefixes, isDryRun: false });
    harness.advance(61_000);
    expect((await api.send({ to: "+447911123457" })).body.price).toBe(10_000);
  });

  test("of a free account are nothing", async () => {
    await harness.db
      .doc(paths.account(harness.accountId))
      .update({ pricePerSegment: 0, balance: 0 });
    expect((await api.send({ to: "+447911123456" })).body).toMatchObject({ price: 0, balance: 0 });
  });
});
