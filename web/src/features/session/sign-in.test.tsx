// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { aMember, anAccount } from "../../testing/factories.ts";
import { FakeDatabase } from "../../testing/fake-database.ts";
import { renderApp } from "../../testing/render-app.tsx";

afterEach(cleanup);
vi.setConfig({ testTimeout: 30_000 });

function seeded(): FakeDatabase {
  const database = new FakeDatabase();
  database.set("accounts/acc_1", anAccount());
  database.set("accounts/acc_1/members/u1", aMember());
  return database;
}

async function signIn(password: string): Promise<void> {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("E-mail"), "ada@example.com");
  await user.type(screen.getByLabelText("Password"), `${password}{Enter}`);
}

describe("signing in", () => {
  test("leads back to the page that was asked for", async () => {
    renderApp({
      at: "/a/acc_1/team",
      person: null,
      database: seeded(),
      answers: { "GET /invitations": () => ({ data: [] }) },
    });
    await signIn("correct horse");
    expect(await screen.findByRole("heading", { name: "Team" })).toBeTruthy();
    expect(window.location.pathname).toBe("/a/acc_1/team");
  });

  test("says that it failed without telling whether there is such a user", async () => {
    renderApp({ at: "/sign-in", person: null });
    await signIn("wrong");
    expect(
      await screen.findByText("That e-mail and password do not belong together."),
    ).toBeTruthy();
  });

  test.each(["//evil.example", "/\\evil.example", "https://evil.example"])(
    "never leads to another site, such as %s",
    async (next) => {
      renderApp({
        at: `/sign-in?next=${encodeURIComponent(next)}`,
        person: null,
        database: seeded(),
      });
      await signIn("correct horse");
      await waitFor(() => expect(window.location.pathname).toBe("/a/acc_1/conversations"));
      expect(window.location.host).not.toContain("evil");
    },
  );

  test("brings whoever has no account to open one, and shows its key once", async () => {
    const { calls } = renderApp({
      at: "/",
      answers: {
        "GET /accounts": () => ({ data: [] }),
        "POST /accounts": () => ({
          account: {
            id: "acc_9",
            name: "Bakery",
            currency: "USD",
            balance: 0,
            settings: { default_country: null, message_ttl_seconds: 86_400 },
            created_at: "2026-11-22T09:00:00.000Z",
          },
          api_key: "hs_live_secret",
        }),
      },
    });
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Name"), "Bakery{Enter}");
    expect(await screen.findByText("hs_live_secret")).toBeTruthy();
    expect(screen.getByRole("button", { name: /pair a phone/u })).toHaveProperty("disabled", true);
    const opening = calls.filter((call) => call.method === "POST");
    expect(opening).toHaveLength(1);
    expect(opening[0]).toMatchObject({ body: { name: "Bakery" }, accountId: null });
  });
});

describe("a forgotten password", () => {
  test("is asked for in the same words for any address", async () => {
    renderApp({ at: "/reset-password", person: null });
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("E-mail"), "nobody@example.com{Enter}");
    expect(await screen.findByText(/If nobody@example\.com has a user here/u)).toBeTruthy();
  });

  test("is not chosen by a link that has run out, and the page says where to get another", async () => {
    renderApp({ at: "/reset-password?oobCode=old", person: null });
    expect(await screen.findByText("This link has expired. Ask for a new one.")).toBeTruthy();
    expect(screen.queryByLabelText("New password")).toBeNull();
    expect(screen.getByRole("link", { name: "Ask for a new link" })).toHaveProperty(
      "pathname",
      "/reset-password",
    );
  });
});
