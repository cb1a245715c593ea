import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";
import { createHarness, type Harness } from "../../../testing/harness.ts";
import { adjustBalance } from "../../billing/adjust-balance.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("GET /api/v1/ledger", () => {
  beforeEach(async () => {
    for (const [n, reason] of ["A gift.", '=A "formula", it seems', "The last."].entries()) {
      harness.advance(1000);
      await adjustBalance(harness.ctx, { entryId: `by_hand_${n}`, amount: 10 + n, reason });
    }
  });

  test("lists the newest first, page by page", async () => {
    const first = await api.call("/ledger?limit=2");
    expect(first.body.data).toMatchObject([
      { id: "by_hand_2", type: "adjustment", amount: 12, created_by: { type: "user" } },
      { id: "by_hand_1" },
    ]);
    const second = await api.call(`/ledger?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body.data).toMatchObject([{ id: "by_hand_0" }]);
    expect(second.body.next_cursor).toBeNull();
  });

  test("filters by type", async () => {
    expect((await api.call("/ledger?type=top_up")).body.data).toEqual([]);
    expect((await api.call("/ledger?type=adjustment")).body.data).toHaveLength(3);
    expect((await api.call("/ledger?type=gift")).status).toBe(422);
  });

  test.each([
    ["by the format", "/ledger?limit=2&format=csv", undefined],
    ["by the Accept header", "/ledger?limit=2", { Accept: "text/csv" }],
  ])("gives CSV %s, defuses formulas, and links the next page", async (_name, path, headers) => {
    const page = await api.call(path, headers ? { headers } : {});
    expect(page.headers.get("Content-Type")).toContain("text/csv");
    expect(page.text.split("\r\n")).toEqual([
      "id,type,amount,message_id,payment_id,reason,created_by,created_at",
      "by_hand_2,adjustment,12,,,The last.,user:owner,2026-11-22T08:00:03.000Z",
      `by_hand_1,adjustment,11,,,"'=A ""formula"", it seems",user:owner,2026-11-22T08:00:02.000Z`,
      "",
    ]);
    const next = /<\/api\/v1(.*)>; rel="next"/.exec(page.headers.get("Link") ?? "")?.[1];
    expect((await api.call(next ?? "", headers ? { headers } : {})).text).toContain("by_hand_0");
  });

  test("shows nothing of another account", async () => {
    await api.send();
    const stranger = await createHarness();
    const as = await stranger.issueKey();
    expect((await api.call("/ledger", { as })).body.data).toEqual([]);
    expect(
      (await api.call("/usage?from=2026-11-22&to=2026-11-22", { as })).body.data[0].messages,
    ).toBe(0);
  });
});
