// @vitest-environment happy-dom

import { HandsetError } from "@handset/client/handset-error.ts";
import type { Device } from "@handset/functions/schema/device.ts";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { aDevice, aMember, anAccount } from "../../testing/factories.ts";
import { FakeDatabase } from "../../testing/fake-database.ts";
import { renderApp } from "../../testing/render-app.tsx";

const A = "accounts/acc_1";
const SIMS = [
  { slot: 1, number: "+14155550100", carrier: "T-Mobile" },
  { slot: 2, number: null, carrier: "Verizon" },
];

vi.setConfig({ testTimeout: 30_000 });
afterEach(cleanup);

function openPhones(
  device: Partial<Device>,
  answers: Parameters<typeof renderApp>[0]["answers"] = {},
) {
  const database = new FakeDatabase();
  database.set(A, anAccount());
  database.set(`${A}/members/u1`, aMember({ role: "owner" }));
  database.set(`${A}/devices/dev_1`, aDevice({ sims: SIMS, ...device }));
  return renderApp({ at: "/a/acc_1/devices", database, answers });
}

async function openPace(): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole("button", { name: "More for Counter phone" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Pace and caps" }));
  return screen.findByRole("dialog", { name: "Pace of Counter phone" });
}

const limitsOf = (dialog: HTMLElement, name: RegExp) =>
  within(within(dialog).getByRole("group", { name }));

describe("the phones' page", () => {
  test("shows each SIM's limits, and until when one that is used up waits", async () => {
    openPhones({
      simPacing: { 1: { perMinute: 6, perDay: 200 }, 2: { perMinute: null, perDay: 50 } },
      reachedCaps: [
        { slot: 1, sent: 200, until: new Date(Date.now() + 60_000) },
        { slot: 2, sent: 50, until: new Date(Date.now() - 60_000) },
      ],
    });
    const sims = within(await screen.findByRole("list", { name: "SIMs" })).getAllByRole("listitem");
    expect(sims[0]?.textContent).toMatch(
      /SIM 1.*T-Mobile6 a minute, 200 a day200 of 200 in 24 hours, goes on .*at /,
    );
    expect(sims[1]?.textContent).toBe("SIM 2number not known Verizon50 a day");
  });

  test("sends what was typed for each SIM, and nothing where the field was emptied", async () => {
    const { calls } = openPhones(
      { simPacing: { 2: { perMinute: 5, perDay: 50 } } },
      { "PATCH /devices/dev_1": () => ({}) },
    );
    const dialog = await openPace();
    await userEvent.type(limitsOf(dialog, /SIM 1/).getByLabelText("Texts per day"), "200");
    await userEvent.clear(limitsOf(dialog, /SIM 2/).getByLabelText("Texts per minute"));
    await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.find(({ path }) => path === "/devices/dev_1")?.body).toMatchObject({
      sims: [
        { slot: 1, per_minute: null, per_day: 200 },
        { slot: 2, per_minute: null, per_day: 50 },
      ],
    });
  });

  test("tells a fault beside the field of the SIM that it is of, and keeps what was typed", async () => {
    const fields = { "sims[1].per_day": "Give a whole number." };
    openPhones(
      {},
      {
        "PATCH /devices/dev_1": () => {
          throw new HandsetError({ status: 422, code: "invalid_request", detail: "No.", fields });
        },
      },
    );
    const dialog = await openPace();
    const field = limitsOf(dialog, /SIM 2/).getByLabelText("Texts per day");
    await userEvent.type(field, "7");
    await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await within(dialog).findByText("Give a whole number.");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(limitsOf(dialog, /SIM 2/).getByDisplayValue("7")).toBe(field);
    expect(within(dialog).queryByText("No.")).toBeNull();
  });
});
