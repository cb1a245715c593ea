// @vitest-environment happy-dom
import { dayOf } from "@handset/functions/schema/usage.ts";
import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { aDevice, aMember, anAccount, aUsage } from "../../testing/factories.ts";
import { FakeDatabase } from "../../testing/fake-database.ts";
import { renderApp } from "../../testing/render-app.tsx";

const A = "accounts/acc_1";
const TODAY = dayOf(new Date());

vi.setConfig({ testTimeout: 30_000 });
afterEach(cleanup);

function openUsage(usage?: ReturnType<typeof aUsage>) {
  const database = new FakeDatabase();
  database.set(A, anAccount());
  database.set(`${A}/members/u1`, aMember({ role: "viewer" }));
  database.set(`${A}/devices/dev_1`, aDevice({ name: "Counter phone" }));
  if (usage) database.set(`${A}/usage/${TODAY}`, { ...usage });
  return renderApp({
    at: "/a/acc_1/usage",
    database,
    answers: { "GET /usage": () => ({ currency: "USD", data: [] }) },
  });
}

test("shows a hundred thousand texts as they are, live, and asks the server to count anew", async () => {
  const usage = aUsage({
    ...{ day: TODAY, messages: 100_000, segments: 120_000, spent: 3_600_000_000 },
    outcomes: {
      delivered: 99_000,
      failed: 1000,
      received: 50,
      byDevice: { dev_1: 80_050, dev_2: 20_000 },
    },
  });
  const { calls, database } = openUsage(usage);
  expect(await screen.findByText("100,000 out")).toBeTruthy();
  for (const text of ["$3,600.00", "120,000 segments", "99,000 of 100,000 that left"]) {
    expect(screen.getByText(text)).toBeTruthy();
  }
  const shareOf = (name: string) => screen.getByText(name).closest("li") as HTMLElement;
  expect(within(shareOf("Counter phone")).getByText("80,050")).toBeTruthy();
  expect(within(shareOf("Phones removed since")).getByText("20,000")).toBeTruthy();
  expect(calls.filter(({ path }) => path === "/usage")).toHaveLength(1);

  database.set(`${A}/usage/${TODAY}`, { ...usage, messages: 100_001 });
  expect(await screen.findByText("100,001 out")).toBeTruthy();
});

test("of an account that sent nothing says what to do", async () => {
  openUsage();
  expect(await screen.findByRole("heading", { name: "Nothing in 30 days" })).toBeTruthy();
});
