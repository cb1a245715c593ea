import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { createPhone, type Phone } from "../local/src/phone/phone.ts";
import { launchBrowser, openVisitor, seen, type Visitor } from "./browser.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

export interface Person {
  name: string;
  email: string;
  password: string;
}

export const OLIVE: Person = {
  ...{ name: "Olive", email: "olive@example.com", password: "a long secret" },
};

/** For one test file: an empty machine and a browser, ended after its tests with whatever they opened. */
export function setUpDashboard() {
  const dataDir = temporaryFolder();
  const visitors: Visitor[] = [];
  const phones: Phone[] = [];
  let machine: Machine;
  let browser: Browser;
  beforeAll(async () => {
    [machine, browser] = await Promise.all([
      startMachine(dataDir, ["--no-demo", "--no-phone"]),
      launchBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    for (const phone of phones) await phone.close();
    await machine?.stop();
    removeFolder(dataDir);
  });
  const visit = async (path: string): Promise<Page> => {
    const visitor = await openVisitor(browser, machine.url);
    visitors.push(visitor);
    await visitor.page.goto(path);
    return visitor.page;
  };
  return {
    visit,
    dataDir,
    url: (): string => machine.url,
    /** Olive signs up, opens her account and pairs a phone. */
    async openWithPhone(): Promise<{ owner: Page; phone: Phone }> {
      const owner = await visit("/");
      await owner.getByRole("link", { name: "New here? Sign up" }).click();
      await signUp(owner, OLIVE);
      await openAccount(owner, "Olive & Co.");
      const phone = await pairPhone(owner, machine.url);
      phones.push(phone);
      return { owner, phone };
    },
    /** All that went wrong in any visitor's browser. */
    complaints: (): string[] => visitors.flatMap((visitor) => visitor.complaints),
  };
}

/** Fills the form where the page stands; who has an account already is let in. */
export async function signUp(page: Page, { name, email, password }: Person): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign up", exact: true }).click();
}

export async function signIn(
  page: Page,
  { email, password }: Pick<Person, "email" | "password">,
): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await seen(page.getByRole("heading", { name: "Conversations", exact: true }));
}

/** The key, shown this once; the page goes on to pairing. */
export async function openAccount(
  page: Page,
  name: string,
): Promise<{ key: string; accountId: string }> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Open the account" }).click();
  const key = await page.getByText(/^hs_live_[\w-]+$/).textContent();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Next: pair a phone" }).click();
  await page.waitForURL("**/devices/pair");
  const accountId = /\/a\/([^/]+)\//.exec(page.url())?.[1];
  if (!key || !accountId) throw new Error("The page shows no key, or its address no account.");
  return { key, accountId };
}

/** Who signs in to the demo account. */
export function demoOwner(dataDir: string): Pick<Person, "email" | "password"> {
  return JSON.parse(readFileSync(join(dataDir, "demo.json"), "utf8")).owner;
}

export async function go(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name }).filter({ visible: true }).click();
}

/** A simulated phone pairs with the code that the page shows; the page sees it come. */
export async function pairPhone(owner: Page, url: string): Promise<Phone> {
  const code = await owner
    .getByRole("listitem")
    .filter({ hasText: "By Code" })
    .locator("code")
    .textContent();
  const phone = createPhone({
    serverUrl: `${url}/mobile/v1`,
    dataDir: null,
    credentials: { code: code ?? "" },
  });
  await phone.start();
  await seen(owner.getByText("We can see your phone: yes"));
  await seen(owner.getByText("It can send: yes"));
  return phone;
}

/** A new account can send nothing yet. */
export async function topUp(owner: Page): Promise<void> {
  await go(owner, "Balance");
  await owner.getByRole("radio", { name: "$25.00" }).check();
  await owner.getByRole("button", { name: "Pay $25.00" }).click();
  await owner.getByRole("button", { name: "Pay", exact: true }).click();
  await owner.waitForURL("**/balance?**");
  await seen(owner.getByRole("link", { name: "Balance $25.00" }));
}
