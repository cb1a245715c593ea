import { configure, render } from "@testing-library/react";
import { App } from "../app/app.tsx";
import type { Person } from "../identity.ts";
import { createFakeApi } from "./fake-api.ts";
import { FakeDatabase } from "./fake-database.ts";
import { createFakeIdentity } from "./fake-identity.ts";

// Screens are fetched as they are reached, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 15_000 });

interface Options {
  at: string;
  database?: FakeDatabase;
  answers?: Parameters<typeof createFakeApi>[0];
  person?: Person | null;
}

export const PERSON: Person = { uid: "u1", email: "ada@example.com", name: "Ada" };

const ACCOUNT = {
  id: "acc_1",
  name: "Bakery",
  currency: "USD",
  balance: 25_000_000,
  settings: { default_country: "US", message_ttl_seconds: 86_400 },
  created_at: "2026-11-22T09:00:00.000Z",
};

export const BALANCE = {
  balance: 25_000_000,
  currency: "USD",
  price_per_segment: 30_000,
  low_balance_threshold: null,
  billing_email: null,
  spend_per_day_max: null,
  spent_today: 0,
  auto_top_up: null,
  card: null,
  top_up: { amounts: [10_000_000, 25_000_000], min: 5_000_000, max: 1_000_000_000 },
};

/** The whole dashboard at an address, on fakes of what it talks to. */
export function renderApp({
  at,
  database = new FakeDatabase(),
  answers = {},
  person = PERSON,
}: Options) {
  window.history.replaceState(null, "", at);
  const { api, calls } = createFakeApi({
    "GET /accounts": () => ({ data: [{ ...ACCOUNT, role: "owner" }] }),
    "GET /balance": () => BALANCE,
    "POST /quote": ({ body }) => quoteOf(body),
    ...answers,
  });
  const identity = createFakeIdentity(person);
  render(<App identity={identity} api={api} openDatabase={async () => database} />);
  return { calls, database };
}

function quoteOf(body: unknown) {
  const { to } = body as { to: string[] };
  const messages = to.map((number) => ({ to: number, price: 30_000 }));
  return { price: 0, currency: "USD", balance: 0, segments: 1, encoding: "gsm7", messages };
}
