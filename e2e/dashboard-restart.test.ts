import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gone, launchBrowser, openVisitor, seen } from "./browser.ts";
import { demoOwner, go, signIn } from "./dashboard.ts";
import { type Machine, reaches, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const dataDir = temporaryFolder();
let machine: Machine;
let browser: Browser;

beforeAll(async () => {
  [machine, browser] = await Promise.all([startMachine(dataDir), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await machine?.stop();
  removeFolder(dataDir);
});

const loadedFiles = () => performance.getEntriesByType("resource").map(({ name }) => name);

test("a page that is open while the machine is stopped and started says so, goes on by itself and misses nothing", async () => {
  const { page, context } = await openVisitor(browser, machine.url);
  await signIn(page, demoOwner(dataDir));
  const send = (message: string) =>
    machine.api("/send", { body: { to: machine.numbers.delivered, message } });
  const { body: first } = await send("Before");
  await reaches(machine, first.id, "delivered");
  await page.getByRole("link", { name: "202 555 0100" }).click();
  const bubble = (text: string) => page.getByRole("button", { name: `You wrote: ${text}` });
  await seen(bubble("Before"));
  const typed = page.getByRole("textbox", { name: "Message" });
  await typed.fill("Half a thought");
  const loads: string[] = [];
  page.on("framenavigated", (frame) => loads.push(frame.url()));

  const other = await context.newPage();
  await other.goto(page.url());
  await go(other, "Balance");
  await seen(other.getByRole("table", { name: "Ledger" }));
  await go(other, "Team");
  await expect
    .poll(() => other.evaluate(loadedFiles))
    .toContainEqual(expect.stringMatching(/usage/));

  await machine.stop();
  const notice = page.getByText("What you see may be out of date");
  await seen(notice);
  await seen(bubble("Before"));
  await seen(other.getByText("What you see may be out of date"));
  await go(other, "Balance");
  await seen(other.getByText("This could not be loaded"));
  expect(await other.getByText("No entries yet").count()).toBe(0);
  await go(other, "Usage");
  await seen(other.getByRole("heading", { name: "Usage" }));
  await go(other, "Balance");
  machine = await startMachine(dataDir, ["--port", new URL(machine.url).port]);
  const { body: second } = await send("After");
  await seen(bubble("After"));
  await gone(notice);
  await seen(other.getByRole("table", { name: "Ledger" }));
  await reaches(machine, second.id, "delivered");
  await seen(page.getByRole("button", { name: /You wrote: After\s*\. Delivered/ }));
  expect(await typed.inputValue()).toBe("Half a thought");
  expect(await bubble("Before").count()).toBe(1);

  await page.getByRole("button", { name: "Send", exact: true }).click();
  await seen(page.getByRole("button", { name: /You wrote: Half a thought\s*\. Delivered/ }));
  expect(loads).toEqual([]);
});
