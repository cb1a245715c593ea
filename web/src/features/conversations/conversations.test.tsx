// @vitest-environment happy-dom

import { HandsetError } from "@handset/client/handset-error.ts";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aConversation, aDevice, aMember, aMessage, anAccount } from "../../testing/factories.ts";
import { FakeDatabase } from "../../testing/fake-database.ts";
import { renderApp } from "../../testing/render-app.tsx";

const A = "accounts/acc_1";
const CONVERSATION = `${A}/conversations/cnv_1`;

function seeded(role: "owner" | "viewer" = "owner"): FakeDatabase {
  const database = new FakeDatabase();
  database.set(A, anAccount());
  database.set(`${A}/members/u1`, aMember({ role }));
  database.set(`${A}/devices/dev_1`, aDevice());
  database.set(CONVERSATION, aConversation({ contactName: "Maya Okafor", unreadCount: 2 }));
  database.set(`${A}/messages/msg_1`, aMessage({ status: "delivered", body: "Are you coming?" }));
  return database;
}

const accepted = () => ({
  id: "msg_2",
  status: "queued",
  to: "+14155550123",
  from: "+14155550100",
  device_id: "dev_1",
  sim_slot: 1,
  segments: 1,
  encoding: "gsm7",
  price: 30_000,
  created_at: "2026-11-22T09:00:00.000Z",
  balance: 24_970_000,
});

vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  // The page's layout is not computed here: give what scrolls a size, or a virtual list shows nothing.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(400);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("a conversation", () => {
  test("is marked read when it is opened", async () => {
    const { database } = renderApp({ at: "/a/acc_1/conversations/cnv_1", database: seeded() });
    await screen.findByRole("textbox", { name: "Message" });
    await waitFor(() => expect(database.get(CONVERSATION)?.unreadCount).toBe(0));
  });

  test("is looked at by a viewer without a trace, and not written to", async () => {
    const database = seeded("viewer");
    renderApp({ at: "/a/acc_1/conversations/cnv_1", database });
    await screen.findByRole("log");
    expect(screen.queryByRole("textbox", { name: "Message" })).toBeNull();
    expect(database.get(CONVERSATION)?.unreadCount).toBe(2);
  });

  test("shows a reply as it arrives, without a reload", async () => {
    const database = seeded();
    renderApp({ at: "/a/acc_1/conversations/cnv_1", database });
    const log = await screen.findByRole("log");
    database.set(
      `${A}/messages/msg_9`,
      aMessage({
        direction: "inbound",
        status: "received",
        body: "On my way",
        createdAt: new Date(),
      }),
    );
    expect(await within(log).findByText("On my way")).toBeTruthy();
  });

  test("counts and prices what is being written", async () => {
    renderApp({ at: "/a/acc_1/conversations/cnv_1", database: seeded() });
    const user = userEvent.setup();
    await user.type(await screen.findByRole("textbox", { name: "Message" }), "Hello");
    expect(screen.getByText("1 segment, GSM-7, $0.03")).toBeTruthy();
  });

  test("keeps the text when it is refused, says why, and tries again under the same key", async () => {
    let attempts = 0;
    const { calls } = renderApp({
      at: "/a/acc_1/conversations/cnv_1",
      database: seeded(),
      answers: {
        "POST /send": () => {
          attempts += 1;
          if (attempts > 1) return accepted();
          throw new HandsetError({
            status: 402,
            code: "insufficient_balance",
            detail: "Top up first.",
          });
        },
      },
    });
    const user = userEvent.setup();
    const box = await screen.findByRole("textbox", { name: "Message" });
    await user.clear(box);
    await user.type(box, "Hello{Enter}");
    expect(await screen.findByText("Top up first.")).toBeTruthy();
    expect(box).toHaveProperty("value", "Hello");
    await user.type(box, "{Enter}");
    await waitFor(() => expect(box).toHaveProperty("value", ""));
    const sends = calls.filter((call) => call.path === "/send");
    expect(sends).toHaveLength(2);
    expect(sends[0]?.idempotencyKey).toBe(sends[1]?.idempotencyKey);
    expect(sends[1]?.body).toEqual({ to: "+14155550123", message: "Hello" });
  });

  test("says that a text was sent already where all but its sender came in before", async () => {
    const { calls } = renderApp({
      at: "/a/acc_1/conversations/cnv_1",
      database: seeded(),
      answers: {
        "POST /send": () => {
          const code = "idempotency_key_reused";
          throw new HandsetError({ status: 422, code, detail: "Use another key." });
        },
      },
    });
    const user = userEvent.setup();
    const box = await screen.findByRole("textbox", { name: "Message" });
    await user.clear(box);
    await user.type(box, "Hello{Enter}");
    expect(await screen.findByText(/was sent already/u)).toBeTruthy();
    expect(box).toHaveProperty("value", "");
    expect(screen.queryByText("Use another key.")).toBeNull();
    expect(calls.filter((call) => call.path === "/send")).toHaveLength(1);
  });

  test("of another account shows nothing of it", async () => {
    const database = seeded();
    database.refusals.set("accounts/acc_1", { code: "permission-denied", detail: "" });
    renderApp({ at: "/a/acc_1/conversations/cnv_1", database });
    expect(await screen.findByText(/not a member of this account/u)).toBeTruthy();
    expect(screen.queryByText("Are you coming?")).toBeNull();
  });
});
