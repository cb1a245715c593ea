import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, openVisitor, seen } from "./browser.ts";
import { demoOwner, signIn } from "./dashboard.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const dataDir = temporaryFolder();
let machine: Machine;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [machine, browser] = await Promise.all([startMachine(dataDir), launchBrowser()]);
  const { numbers } = machine;
  await machine.api("/send", { body: { to: numbers.no_report, message: "The first." } });
  ({ page } = await openVisitor(browser, machine.url));
  await signIn(page, demoOwner(dataDir));
  await page.getByRole("link", { name: /The first\./ }).click();
});

afterAll(async () => {
  await browser?.close();
  await machine?.stop();
  removeFolder(dataDir);
});

/** Lets the first calls of a kind through and loses their answers; gives the calls that were made. */
async function loseAnswers(count: number): Promise<Request[]> {
  const calls: Request[] = [];
  await page.unroute("**/api/v1/send");
  await page.route("**/api/v1/send", async (route) => {
    calls.push(route.request());
    if (calls.length > count) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  return calls;
}

async function send(text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

async function sentCount(text: string): Promise<number> {
  const { body } = await machine.api("/messages?limit=100");
  return body.data.filter(({ message }: { message: string }) => message === text).length;
}

const keysOf = (calls: Request[]) =>
  new Set(calls.map((call) => call.headers()["idempotency-key"]));

test("a page sends once though the answer is lost, and nobody notices", async () => {
  const calls = await loseAnswers(1);
  await send("The second.");
  await expect.poll(() => page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("");
  await seen(page.getByRole("log").getByText("The second."));
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(calls).toHaveLength(2);
  expect(keysOf(calls).size).toBe(1);
  expect(await sentCount("The second.")).toBe(1);
});

test("a page that gets no answer at all says so, keeps the text, and sends it once in the end", async () => {
  const calls = await loseAnswers(3);
  await send("The third.");
  await seen(page.getByText(/The server cannot be reached\. Check your connection/));
  expect(await page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("The third.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect.poll(() => page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("");
  expect(calls).toHaveLength(4);
  expect(keysOf(calls).size).toBe(1);
  expect(await sentCount("The third.")).toBe(1);
});
