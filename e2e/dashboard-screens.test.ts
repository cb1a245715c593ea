import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DESK, dress, expectAccessible, POCKET, violations } from "./accessibility.ts";
import { gone, launchBrowser, openVisitor, seen, type Visitor } from "./browser.ts";
import { demoOwner, signIn } from "./dashboard.ts";
import { type Machine, reaches, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const dataDir = temporaryFolder();
let machine: Machine;
let browser: Browser;
let guest: Visitor;
let owner: Visitor;
const ids = { message: "", conversation: "", webhook: "" };

beforeAll(async () => {
  [machine, browser] = await Promise.all([startMachine(dataDir), launchBrowser()]);
  await fillAccount();
  const options = { viewport: DESK, reducedMotion: "reduce" } as const;
  guest = await openVisitor(browser, machine.url, options);
  owner = await openVisitor(browser, machine.url, options);
  await signIn(owner.page, demoOwner(dataDir));
});

afterAll(async () => {
  await browser?.close();
  await machine?.stop();
  removeFolder(dataDir);
});

afterEach(() => {
  const complaints = [guest, owner].flatMap((visitor) => visitor.complaints.splice(0));
  expect(complaints).toEqual([]);
});

/** Something of each kind that a screen shows. */
async function fillAccount(): Promise<void> {
  const { numbers } = machine;
  const send = async (to: string, status: string, more: object = {}) => {
    const { body } = await machine.api("/send", { body: { to, message: "Hello", ...more } });
    return reaches(machine, body.id, status);
  };
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const [, failed] = await Promise.all([
    send(numbers.delivered, "delivered"),
    send(numbers.radio_error, "failed"),
    send(numbers.answers, "delivered"),
    send(numbers.no_report, "sent"),
    send("+12025550160", "scheduled", { send_at: inAnHour }),
    machine.api("/invitations", { body: { email: "ada@example.com", role: "agent" } }),
  ]);
  const { body: webhook } = await machine.api("/webhooks", {
    body: { url: "http://127.0.0.1:9/nobody", events: ["message.received"] },
  });
  Object.assign(ids, {
    message: failed.id,
    conversation: failed.conversation_id,
    webhook: webhook.id,
  });
}

async function open(page: Page, path: string, title: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction((wanted) => document.title.includes(wanted), title);
  await gone(page.getByRole("status", { name: "Loading" }).first());
}

describe("without signing in", () => {
  test.each([
    ["/sign-in", "Sign in"],
    ["/sign-up", "Sign up"],
    ["/reset-password", "Forgot the password?"],
    ["/join/some", "Join the team"],
    ["/pair#address=https%3A%2F%2Fexample.com%2Fmobile%2Fv1&code=123456", "Pair"],
    ["/nowhere", "Not found"],
  ])("%s has its title and no serious obstacle", async (path, title) => {
    await open(guest.page, path, `${title}`);
    await expectAccessible(guest.page);
  });
});

test("a link for a new password that is none says so and has no serious obstacle", async () => {
  await open(guest.page, "/reset-password?oobCode=some", "Choose a new password");
  await seen(guest.page.getByRole("link", { name: "Ask for a new link" }));
  await expectAccessible(guest.page);
  // That the server refused it, the browser tells on the console.
  expect(guest.complaints.splice(0).join()).toContain("400 (Bad Request)");
});

describe("in an account", () => {
  test.each([
    ["conversations", "Conversations"],
    ["conversations?q=Hello", "Conversations"],
    ["conversations/{conversation}", "202 555 0102"],
    ["messages", "Messages"],
    ["messages/{message}", "Messages"],
    ["send", "Send"],
    ["send?from=file", "Send"],
    ["devices", "Phones"],
    ["devices/pair", "Pair a phone"],
    ["api-keys", "API keys"],
    ["webhooks", "Webhooks"],
    ["webhooks/{webhook}", "127.0.0.1"],
    ["usage", "Usage"],
    ["balance", "Balance"],
    ["team", "Team"],
    ["settings", "Settings"],
    ["/welcome", "Open your account"],
  ])("%s has its title and no serious obstacle", async (path, title) => {
    const filled = path.replace(/\{(\w+)\}/, (_, name: keyof typeof ids) => ids[name]);
    await open(
      owner.page,
      path.startsWith("/") ? path : `/a/${machine.account_id}/${filled}`,
      title,
    );
    await expectAccessible(owner.page);
  });
});

test("a phone's own menu has no serious obstacle", async () => {
  const { page } = owner;
  await open(page, `/a/${machine.account_id}/conversations`, "Conversations");
  await dress(page, "light", POCKET);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "More" }).click();
  await seen(page.getByRole("dialog").getByRole("link", { name: "Settings" }));
  expect(await violations(page)).toEqual([]);
});

test("the message log is saved as a file that holds every row that the filters let through", async () => {
  const { page } = owner;
  await page.setViewportSize(DESK);
  await open(page, `/a/${machine.account_id}/messages?direction=outbound`, "Messages");
  await seen(page.getByRole("row").getByText("Failed"));
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^messages-\d{4}-\d\d-\d\d\.csv$/);
  const [columns = "", ...rows] = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(columns).toMatch(/^\uFEFF?id,created_at,direction,status,from,to,message,/);
  expect(rows.map((row) => row.split(",").slice(2, 4).join(" ")).toSorted()).toEqual([
    ...["outbound delivered", "outbound delivered", "outbound failed", "outbound scheduled"],
    "outbound sent",
  ]);
  expect(rows.some((row) => row.startsWith(`${ids.message},`))).toBe(true);
});

test("every page comes with the headers that keep others out", async () => {
  for (const path of ["/", "/a/any/conversations", "/assets/none.js", "/api/v1/openapi.json"]) {
    const { headers } = await fetch(machine.url + path);
    const policy = headers.get("content-security-policy") ?? "";
    for (const part of [
      ...["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"],
      "frame-ancestors 'none'",
    ]) {
      expect(policy.split("; ")).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*(?!\.firebaseapp\.com)|http:/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
  }
});

test("what a page is not allowed to load is refused by its policy", async () => {
  const { page } = guest;
  await open(page, "/sign-in", "Sign in");
  const refused = page.waitForEvent("console", (message) =>
    /Content Security/.test(message.text()),
  );
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.isRun = true";
    document.head.append(script);
  });
  await refused;
  expect(await page.evaluate("window.isRun")).toBeUndefined();
  guest.complaints.length = 0;
});

test("the keyboard goes through the sign-in form in the order of reading", async () => {
  const { page } = guest;
  await open(page, "/sign-in", "Sign in");
  const visited: string[] = [];
  for (let step = 0; step < 3; step++) {
    await page.keyboard.press("Tab");
    visited.push(
      await page.evaluate(() => {
        const focused = document.activeElement;
        const [label] = focused instanceof HTMLInputElement ? (focused.labels ?? []) : [];
        return label?.textContent ?? focused?.textContent ?? "";
      }),
    );
  }
  expect(visited).toEqual(["E-mail", "Password", "Sign in"]);
});

test("the keyboard passes over the menu to the content, and back from a dialog to what opened it", async () => {
  const { page } = owner;
  await page.setViewportSize(DESK);
  await open(page, `/a/${machine.account_id}/team`, "Team");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    "Skip to the content",
  );
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  const invite = page.getByRole("button", { name: "Invite" });
  await invite.focus();
  await page.keyboard.press("Enter");
  await seen(page.getByRole("dialog"));
  await page.keyboard.press("Escape");
  await gone(page.getByRole("dialog"));
  expect(await invite.evaluate((button) => button === document.activeElement)).toBe(true);
});

test("nothing moves for who asked for less motion", async () => {
  const { page } = owner;
  await open(page, `/a/${machine.account_id}/conversations/${ids.conversation}`, "202 555 0102");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
      const seconds = [transitionDuration, ...(animationName === "none" ? [] : [animationDuration])]
        .flatMap((list) => list.split(","))
        .map((text) => Number.parseFloat(text) * (text.trim().endsWith("ms") ? 0.001 : 1));
      return seconds.some((duration) => duration > 0.001) ? [element.outerHTML.slice(0, 100)] : [];
    }),
  );
  expect(moving).toEqual([]);
});
