import { render } from "@testing-library/react";
import { App } from "../app/app.tsx";
import type { Person } from "../identity.ts";
import { createFakeApi } from "./fake-api.ts";
import { FakeDatabase } from "./fake-database.ts";
import { createFakeIdentity } from "./fake-identity.ts";

interface Options {
  at: string;
  database?: FakeDatabase;
  answers?: Parameters<typeof createFakeApi>[0];
  person?: Person | null;
}

export const PERSON: Person = { uid: "u1", email: "ada@example.com", name: "Ada" };

/** The whole dashboard at an address, on fakes of what it talks to. */
export function renderApp({
  at,
  database = new FakeDatabase(),
  answers = {},
  person = PERSON,
}: Options) {
  window.history.replaceState(null, "", at);
  const { api, calls } = createFakeApi({
    "GET /accounts": () => ({ data: [{ id: "acc_1", name: "Bakery", role: "owner" }] }),
    ...answers,
  });
  const identity = createFakeIdentity(person);
  render(<App identity={identity} api={api} openDatabase={async () => database} />);
  return { calls, database };
}
