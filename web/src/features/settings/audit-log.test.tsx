// @vitest-environment happy-dom
import type { AuditEntry } from "@handset/functions/schema/audit.ts";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { aMember, anAccount } from "../../testing/factories.ts";
import { FakeDatabase } from "../../testing/fake-database.ts";
import { renderApp } from "../../testing/render-app.tsx";

const A = "accounts/acc_1";
const KEY = {
  ...{ id: "key_1", name: "Zapier", prefix: "hs_live_1", scopes: ["messages:send"] },
  ...{ spend_per_day_max: null, expires_at: null, revoked_at: null },
  created_at: "2026-11-22T09:00:00.000Z",
};

vi.setConfig({ testTimeout: 30_000 });
afterEach(cleanup);

function openSettings(entries: readonly Partial<AuditEntry>[]) {
  const database = new FakeDatabase();
  database.set(A, anAccount());
  database.set(`${A}/members/u1`, aMember({ uid: "u1", name: "Ada" }));
  database.set(`${A}/members/u2`, aMember({ uid: "u2", name: "Ben" }));
  const add = (entry: Partial<AuditEntry>, index: number) =>
    database.set(`${A}/audit/aud_${index}`, {
      ...{ action: "account.opened", actor: { type: "user", id: "u1" }, target: "acc_1" },
      ...{ details: {}, createdAt: new Date(1_790_000_000_000 + index * 1000) },
      ...entry,
    });
  entries.forEach(add);
  const answers = { "GET /api-keys": () => ({ data: [KEY] }) };
  return { add, ...renderApp({ at: "/a/acc_1/settings", database, answers }) };
}

const rows = async () => {
  const table = await screen.findByRole("table", { name: "Changes" });
  return within(table).getAllByRole("row").slice(1);
};

test("says in words who did what to whom, and gives an id only where nothing has a name", async () => {
  openSettings([
    {
      ...{ action: "member.role_changed", target: "u2", details: { from: "agent", to: "admin" } },
    },
    { action: "member.removed", actor: { type: "api_key", id: "key_1" }, target: "gone_nobody" },
    {
      ...{ action: "api_key.revoked", target: "key_old", details: { name: "Old shop" } },
      actor: { type: "operator", id: "root" },
    },
    { action: "price.changed", details: { from: 30_000, to: 25_000 } },
    { action: "member.invited", target: "eve@example.com", details: { role: "viewer" } },
    { action: "thing.new_here", target: "eve@example.com" },
  ]);
  await screen.findByText("Zapier");
  expect((await rows()).map((row) => row.textContent?.replace(/Sep.*/, ""))).toEqual([
    "Thing new here eve@example.comAda",
    "Invited eve@example.comas ViewerAda",
    "Price per segment changed $0.03 → $0.025Ada",
    "API key revoked: Old shoproot (operator)",
    "Removed from the team: gone_…nobodyKey Zapier",
    "Role changed: BenAgent → AdminAda",
  ]);
  expect(screen.getByRole("button", { name: "Copy the id gone_nobody" })).toBeTruthy();
});

test("goes back page by page, reads each entry once, and keeps what new ones push down", async () => {
  const { add, database } = openSettings(
    Array.from({ length: 45 }, (_, index) => ({ details: { n: index } })),
  );
  expect(await rows()).toHaveLength(20);
  const before = database.reads;
  fireEvent.click(screen.getByRole("button", { name: "Show older" }));
  await expect.poll(rows).toHaveLength(40);
  expect(database.reads - before).toBe(20);
  add({ action: "api_key.issued", target: "key_2", details: { name: "New" } }, 45);
  await screen.findByText("New");
  expect(await rows()).toHaveLength(41);
  fireEvent.click(screen.getByRole("button", { name: "Show older" }));
  await expect.poll(rows).toHaveLength(46);
  expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
});
