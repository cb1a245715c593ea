import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../testing/api.ts";
import type { Harness } from "../../testing/harness.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("a daily spend cap", () => {
  const cap = (spendPerDayMax: number | null) =>
    api.call("/balance-settings", { method: "PATCH", body: { spend_per_day_max: spendPerDayMax } });

  test("of the account refuses what goes beyond it until midnight UTC, and writes nothing then", async () => {
    expect((await cap(60_000)).body).toMatchObject({ spend_per_day_max: 60_000, spent_today: 0 });
    expect((await api.send({ to: "+14155550101" })).status).toBe(202);
    const writes = harness.engine.counters.writes;
    expect(await api.send({ to: ["+14155550102", "+14155550103"] })).toMatchObject({
      status: 402,
      body: { code: "spend_cap_reached", cap_of: "account", spent_today: 30_000, price: 60_000 },
    });
    expect(harness.engine.counters.writes).toBe(writes);
    expect((await api.send({ to: "+14155550102" })).status).toBe(202);
    expect((await api.call("/balance")).body.spent_today).toBe(60_000);
    harness.advance(16 * 3_600_000);
    expect((await api.call("/balance")).body.spent_today).toBe(0);
    expect((await api.send({ to: "+14155550103" })).status).toBe(202);
  });

  test("of a key holds for that key alone", async () => {
    const issued = await api.call("/api-keys", {
      body: { name: "Shop", scopes: ["messages:send"], spend_per_day_max: 30_000 },
    });
    const as = issued.body.key;
    expect((await api.send({ to: "+14155550101" }, { as })).status).toBe(202);
    expect((await api.send({ to: "+14155550102" }, { as })).body).toMatchObject({
      code: "spend_cap_reached",
      cap_of: "api_key",
    });
    expect((await api.send({ to: "+14155550102" })).status).toBe(202);
  });

  test("counts calls that arrive at once", async () => {
    await cap(5 * 30_000);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        api.send({ to: `+1415556${String(n).padStart(4, "0")}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    await cap(null);
    expect((await api.send({ to: "+14155550199" })).status).toBe(202);
  });
});
