import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Phone } from "../local/src/phone/phone.ts";
import { SPECIAL_NUMBERS } from "../local/src/phone/special-numbers.ts";
import { launchBrowser, openVisitor, seen, type Visitor } from "./browser.ts";
import { go, openAccount, type Person, pairPhone, signUp, topUp } from "./dashboard.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const OLIVE: Person = { name: "Olive", email: "olive@example.com", password: "a long secret" };
const CONTACT = SPECIAL_NUMBERS.answers;

const dataDir = temporaryFolder();
let machine: Machine;
let browser: Browser;
let phone: Phone | undefined;
const visitors: Visitor[] = [];

beforeAll(async () => {
  [machine, browser] = await Promise.all([
    startMachine(dataDir, ["--no-demo", "--no-phone"]),
    launchBrowser(),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await phone?.close();
  await machine?.stop();
  removeFolder(dataDir);
});

async function visit(path: string): Promise<Page> {
  const visitor = await openVisitor(browser, machine.url);
  visitors.push(visitor);
  await visitor.page.goto(path);
  return visitor.page;
}

test("a send that an empty balance refuses is accepted once a top-up has come, and the balance is live", async () => {
  const owner = await visit("/");
  await owner.getByRole("link", { name: "New here? Sign up" }).click();
  await signUp(owner, OLIVE);
  await openAccount(owner, "Olive & Co.");
  phone = await pairPhone(owner, machine.url);
  await go(owner, "Conversations");
  // What arrives before the phone knows where to tell it is told to nobody.
  await expect.poll(() => phone?.state.webhooks.length).toBeGreaterThan(0);
  phone?.receive({ from: CONTACT, text: "Are you open today?" });
  const conversation = owner.getByRole("link", { name: "202 555 0104" });
  await conversation.click();
  const send = async () => {
    await owner.getByRole("textbox", { name: "Message" }).fill("Until six.");
    await owner.getByRole("button", { name: "Send", exact: true }).click();
  };
  const sent = owner.getByRole("button", { name: /You wrote: Until six\./ });
  await send();
  await seen(owner.getByText(/Top up first/));
  expect(await sent.count()).toBe(0);

  await topUp(owner);
  await go(owner, "Conversations");
  await conversation.click();
  await send();
  await seen(sent);
  await seen(owner.getByRole("link", { name: "Balance $24.97" }));
});
