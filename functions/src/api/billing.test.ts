import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { adjustBalance } from "../billing/adjust-balance.ts";
import { importPrices } from "../billing/import-prices.ts";
import { USUAL_TERMS } from "../billing/terms.ts";
import { paths } from "../schema/paths.ts";
import { createApiApp } from "./app.ts";
import type { Api } from "./route.ts";

let harness: Harness;
let deviceId: string;
let app: Api;
let key: string;

beforeEach(async () => {
  harness = await createHarness();
  deviceId = await harness.addDevice();
  await harness.db.doc(paths.prices()).delete();
  app = createApiApp(harness.services);
  key = await harness.issueKey();
});

async function call(path: string, { body, method, headers }: Call = {}) {
  const response = await app.request(`/api/v1${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

interface Call {
  body?: unknown;
  method?: string;
  headers?: Record<string, string>;
}

const send = (to: string | string[], message = "Hello") => call("/send", { body: { to, message } });

describe("prices by prefix", () => {
  beforeEach(async () => {
    const prefixes = { "44": 45_000, "4479": 60_000, "49": 0 };
    await importPrices(harness.services, { currency: "USD", prefixes, isDryRun: false });
  });

  test.each([
    ["the longest prefix", "+447911123456", 60_000],
    ["a shorter prefix", "+442079460123", 45_000],
    ["a prefix that is free", "+4915123456789", 0],
    ["the account's price where there is no prefix", "+14155550123", 30_000],
  ])("charge by %s", async (_name, to, price) => {
    expect((await send(to)).body).toMatchObject({ price, balance: 10_000_000 - price });
  });

  test("charge a segment each, and the same as was quoted", async () => {
    const to = ["+447911123456", "+14155550123"];
    const message = "a".repeat(200);
    const quote = await call("/quote", { body: { to, message } });
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
    expect((await send(to, message)).body.price).toBe(quote.body.price);
  });

  test("are taken over within a minute", async () => {
    await send("+447911123456");
    const prefixes = { "44": 10_000 };
    await importPrices(harness.services, { currency: "USD", prefixes, isDryRun: false });
    harness.advance(61_000);
    expect((await send("+447911123457")).body.price).toBe(10_000);
  });

  test("of a free account are nothing", async () => {
    await harness.db
      .doc(paths.account(harness.accountId))
      .update({ pricePerSegment: 0, balance: 0 });
    expect((await send("+447911123456")).body).toMatchObject({ price: 0, balance: 0 });
  });
});

describe("POST /api/v1/quote", () => {
  test("writes nothing and refuses what a send would refuse", async () => {
    const writes = harness.engine.counters.writes;
    await call("/quote", { body: { to: "+14155550123", message: "Hello" } });
    const refused = await call("/quote", {
      body: { to: ["+1", "+14155550123"], message: "Hello" },
    });
    expect([refused.status, refused.body.errors[0].field]).toEqual([422, "to[0]"]);
    expect(harness.engine.counters.writes).toBe(writes);
  });
});

describe("billing switched off", () => {
  test("lets an account without a balance send, and takes no payment", async () => {
    app = createApiApp(harness.services, { billing: { ...USUAL_TERMS, isOn: false } });
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 0 });
    expect(await send("+14155550123")).toMatchObject({
      status: 202,
      body: { price: 0, balance: 0 },
    });
    expect((await call("/balance")).body).toMatchObject({ price_per_segment: 0, top_up: null });
    expect(await call("/top-ups", { body: { amount: 10_000_000 } })).toMatchObject({
      ...{ status: 409, body: { code: "payments_off" } },
    });
  });
});

describe("a daily spend cap", () => {
  const cap = (spendPerDayMax: number | null) =>
    call("/balance-settings", { method: "PATCH", body: { spend_per_day_max: spendPerDayMax } });

  test("of the account refuses what goes beyond it until midnight UTC, and writes nothing then", async () => {
    expect((await cap(60_000)).body).toMatchObject({ spend_per_day_max: 60_000, spent_today: 0 });
    expect((await send("+14155550101")).status).toBe(202);
    const writes = harness.engine.counters.writes;
    expect(await send(["+14155550102", "+14155550103"])).toMatchObject({
      status: 402,
      body: { code: "spend_cap_reached", cap_of: "account", spent_today: 30_000, price: 60_000 },
    });
    expect(harness.engine.counters.writes).toBe(writes);
    expect((await send("+14155550102")).status).toBe(202);
    expect((await call("/balance")).body.spent_today).toBe(60_000);
    harness.advance(16 * 3_600_000);
    expect((await call("/balance")).body.spent_today).toBe(0);
    expect((await send("+14155550103")).status).toBe(202);
  });

  test("of a key holds for that key alone", async () => {
    const other = key;
    const issued = await call("/api-keys", {
      body: { name: "Shop", scopes: ["messages:send"], spend_per_day_max: 30_000 },
    });
    key = issued.body.key;
    expect((await send("+14155550101")).status).toBe(202);
    expect((await send("+14155550102")).body).toMatchObject({
      code: "spend_cap_reached",
      cap_of: "api_key",
    });
    key = other;
    expect((await send("+14155550102")).status).toBe(202);
  });

  test("counts calls that arrive at once", async () => {
    await cap(5 * 30_000);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => send(`+1415556${String(n).padStart(4, "0")}`)),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    await cap(null);
    expect((await send("+14155550199")).status).toBe(202);
  });
});

describe("GET /api/v1/ledger", () => {
  beforeEach(async () => {
    for (const [n, reason] of ["A gift.", '=A "formula", it seems', "The last."].entries()) {
      harness.advance(1000);
      await adjustBalance(harness.ctx, { entryId: `by_hand_${n}`, amount: 10 + n, reason });
    }
  });

  test("lists the newest first, page by page", async () => {
    const first = await call("/ledger?limit=2");
    expect(first.body.data).toMatchObject([
      { id: "by_hand_2", type: "adjustment", amount: 12, created_by: { type: "user" } },
      { id: "by_hand_1" },
    ]);
    const second = await call(`/ledger?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body.data).toMatchObject([{ id: "by_hand_0" }]);
    expect(second.body.next_cursor).toBeNull();
  });

  test("filters by type", async () => {
    expect((await call("/ledger?type=top_up")).body.data).toEqual([]);
    expect((await call("/ledger?type=adjustment")).body.data).toHaveLength(3);
    expect((await call("/ledger?type=gift")).status).toBe(422);
  });

  test.each([
    ["by the format", "/ledger?limit=2&format=csv", undefined],
    ["by the Accept header", "/ledger?limit=2", { Accept: "text/csv" }],
  ])("gives CSV %s, defuses formulas, and links the next page", async (_name, path, headers) => {
    const page = await call(path, headers ? { headers } : {});
    expect(page.headers.get("Content-Type")).toContain("text/csv");
    expect(page.body.split("\r\n")).toEqual([
      "id,type,amount,message_id,payment_id,reason,created_by,created_at",
      "by_hand_2,adjustment,12,,,The last.,user:owner,2026-11-22T08:00:03.000Z",
      `by_hand_1,adjustment,11,,,"'=A ""formula"", it seems",user:owner,2026-11-22T08:00:02.000Z`,
      "",
    ]);
    const next = /<\/api\/v1(.*)>; rel="next"/.exec(page.headers.get("Link") ?? "")?.[1];
    expect((await call(next ?? "", headers ? { headers } : {})).body).toContain("by_hand_0");
  });

  test("shows nothing of another account", async () => {
    const stranger = await createHarness();
    key = await stranger.issueKey();
    expect((await call("/ledger")).body.data).toEqual([]);
    expect((await call("/usage?from=2026-11-22&to=2026-11-22")).body.data[0].messages).toBe(0);
  });
});

describe("GET /api/v1/usage", () => {
  test("lists each day with what was sent and spent", async () => {
    await send(["+14155550101", "+14155550102"], "a".repeat(161));
    expect((await call("/usage?from=2026-11-21&to=2026-11-22")).body).toEqual({
      currency: "USD",
      data: [
        { day: "2026-11-21", messages: 0, segments: 0, spent: 0, outcomes: null },
        {
          ...{ day: "2026-11-22", messages: 2, segments: 4, spent: 120_000 },
          outcomes: {
            ...{ waiting: 2, sent: 0, delivered: 0, failed: 0, expired: 0, canceled: 0 },
            ...{ received: 0, by_device: { [deviceId]: 2 } },
            counted_at: harness.now().toISOString(),
          },
        },
      ],
    });
    expect((await call("/usage")).body.data).toHaveLength(30);
    expect((await call("/usage?from=2001-01-01")).body.data).toHaveLength(366);
    expect((await call("/usage?from=yesterday")).status).toBe(422);
    for (const day of ["9999-12-31", "0000-01-01", "1999-12-31"]) {
      expect((await call(`/usage?to=${day}`)).status).toBe(422);
    }
  });
});

describe("PATCH /api/v1/balance-settings", () => {
  test("changes what is given and leaves the rest, and is refused to a key that may only read", async () => {
    await call("/balance-settings", { method: "PATCH", body: { low_balance_threshold: 500_000 } });
    const { body } = await call("/balance-settings", {
      method: "PATCH",
      body: { billing_email: "ada@shop.example" },
    });
    expect(body).toMatchObject({
      low_balance_threshold: 500_000,
      billing_email: "ada@shop.example",
      auto_top_up: null,
    });
    key = await harness.issueKey(["balance:read"]);
    expect((await call("/balance-settings", { method: "PATCH", body: {} })).status).toBe(403);
  });
});
