// @vitest-environment happy-dom

import { HandsetError } from "@handset/client/handset-error.ts";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { aMember, anAccount } from "../../testing/factories.ts";
import { FakeDatabase } from "../../testing/fake-database.ts";
import { BALANCE, renderApp } from "../../testing/render-app.tsx";

const A = "accounts/acc_1";
const CARD = { brand: "visa", last4: "4242" };
const AUTO = {
  isOn: true,
  threshold: 5_000_000,
  amount: 25_000_000,
  asked: { day: "", count: 0 },
  pendingId: null,
  failure: null,
};
const TOP_UP = {
  id: "pi_1",
  amount: 25_000_000,
  refunded: 0,
  disputed: false,
  automatic: true,
  receipt_url: "https://pay.stripe.example/receipts/pi_1",
  created_at: "2026-11-20T09:00:00.000Z",
};
const NONE = { data: [], next_cursor: null };

vi.setConfig({ testTimeout: 30_000 });
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function openBalance({
  account = {},
  answers = {},
  search = "",
}: {
  account?: Parameters<typeof anAccount>[0];
  answers?: Parameters<typeof renderApp>[0]["answers"];
  search?: string;
}) {
  const database = new FakeDatabase();
  database.set(A, anAccount(account));
  database.set(`${A}/members/u1`, aMember({ role: "owner" }));
  return renderApp({
    at: `/a/acc_1/balance${search}`,
    database,
    answers: { "GET /top-ups": () => NONE, ...answers },
  });
}

async function cardOf(title: string): Promise<HTMLElement> {
  const card = (await screen.findByRole("heading", { name: title })).closest("section");
  if (!card) throw new Error(`${title} is in no card.`);
  return card;
}

// happy-dom takes 2.5 for no multiple of 0.01 and lets no click submit it.
const submit = (card: HTMLElement) =>
  fireEvent.submit(within(card).getByRole("button", { name: "Save" }));

describe("the automatic top-up", () => {
  test("cannot be switched on without a card, and says how to have one", async () => {
    openBalance({});
    const card = await cardOf("Automatic top-up");
    expect(within(card).getByRole("switch")).toHaveProperty("disabled", true);
    expect(within(card).getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
    within(card).getByText(/There is no card yet/);
  });

  test("is saved in millionths, and names the card and what is charged at once", async () => {
    const user = userEvent.setup();
    const { calls } = openBalance({
      account: { card: CARD, balance: 1_000_000 },
      answers: { "PATCH /balance-settings": () => BALANCE },
    });
    const card = await cardOf("Automatic top-up");
    within(card).getByText(/Visa card ending in 4242/);
    await user.click(within(card).getByRole("switch"));
    await user.type(within(card).getByLabelText(/falls below/), "2.5");
    within(card).getByText(/saving charges \$10.00 at once/);
    submit(card);
    await screen.findByText("Automatic top-up is on.");
    expect(calls.filter(({ method }) => method === "PATCH")).toMatchObject([
      { body: { auto_top_up: { enabled: true, threshold: 2_500_000, amount: 10_000_000 } } },
    ]);
  });

  test("tells the server's refusal of an amount beside it", async () => {
    const detail = "Give an amount from 5.00 USD to 1000.00 USD.";
    openBalance({
      account: { card: CARD, autoTopUp: AUTO },
      answers: {
        "PATCH /balance-settings": () => {
          const fields = { "auto_top_up.amount": detail };
          throw new HandsetError({ status: 400, code: "invalid_request", detail: "No.", fields });
        },
      },
    });
    const card = await cardOf("Automatic top-up");
    submit(card);
    await within(card).findByText(detail);
    expect(screen.queryByText("Automatic top-up is on.")).toBeNull();
  });

  test("shows a charge under way; when the card is declined it goes off by itself and says why", async () => {
    const { database } = openBalance({
      account: { card: CARD, autoTopUp: { ...AUTO, pendingId: "tur_1" } },
    });
    const card = await cardOf("Automatic top-up");
    within(card).getByText("A charge is under way");
    expect(within(card).getByRole("switch")).toHaveProperty("checked", true);
    const failure = { code: "insufficient_funds", at: new Date("2026-11-22T09:00:00Z") };
    database.set(
      A,
      anAccount({ card: CARD, autoTopUp: { ...AUTO, isOn: false, pendingId: null, failure } }),
    );
    await within(card).findByText(/There was not enough money on the card/);
    expect(within(card).getByRole("switch")).toHaveProperty("checked", false);
    expect(within(card).queryByText("A charge is under way")).toBeNull();
  });
});

describe("the payments", () => {
  test("are listed with Stripe's receipt and what became of them", async () => {
    const refunded = { ...TOP_UP, id: "pi_2", refunded: 5_000_000, receipt_url: null };
    openBalance({
      answers: { "GET /top-ups": () => ({ data: [TOP_UP, refunded], next_cursor: null }) },
    });
    const rows = within(await screen.findByRole("table", { name: "Payments" })).getAllByRole("row");
    const [first, second] = rows.slice(1).map((row) => within(row));
    expect(first?.getByRole("link").getAttribute("href")).toBe(TOP_UP.receipt_url);
    first?.getByText("Paid");
    first?.getByText("Automatic");
    second?.getByText("$5.00 paid back");
    expect(second?.queryByRole("link")).toBeNull();
  });

  test("are read anew when the balance grows", async () => {
    let data: (typeof TOP_UP)[] = [];
    const { database } = openBalance({
      answers: { "GET /top-ups": () => ({ data, next_cursor: null }) },
    });
    await screen.findByText("No payments yet");
    data = [TOP_UP];
    database.set(A, anAccount({ balance: 50_000_000 }));
    await screen.findByRole("table", { name: "Payments" });
  });

  test("that cannot be read say so and are asked for again", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const user = userEvent.setup();
    let isAway = true;
    openBalance({
      answers: {
        "GET /top-ups": () => {
          if (!isAway) return NONE;
          throw new HandsetError({ status: 503, code: "unavailable", detail: "Stripe is away." });
        },
      },
    });
    await screen.findByText("Stripe is away.");
    isAway = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("No payments yet");
  });
});

describe("who comes back from the payment page", () => {
  test.each([
    ["paid", "Thank you for the top-up"],
    ["canceled", "The top-up was canceled"],
  ])("after %s is told so once", async (result, title) => {
    const user = userEvent.setup();
    openBalance({ search: `?top_up=${result}` });
    await screen.findByText(title);
    await user.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByText(title)).toBeNull());
    expect(location.search).toBe("");
  });
});

test("with billing off, sending is told to be free and nothing is offered for money", async () => {
  openBalance({
    answers: { "GET /balance": () => ({ ...BALANCE, price_per_segment: 0, top_up: null }) },
  });
  await screen.findByText("Free");
  for (const title of [
    "Top up",
    "Automatic top-up",
    "Low-balance alert and spend cap",
    "Payments",
  ]) {
    expect(screen.queryByRole("heading", { name: title })).toBeNull();
  }
  expect(screen.queryByText("$25.00")).toBeNull();
});
