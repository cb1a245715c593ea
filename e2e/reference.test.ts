import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../scripts/build.ts";
import { launchBrowser, openVisitor, seen } from "./browser.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

let machine: Machine;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (!existsSync("web/dist/reference/index.html")) build("web");
  folder = temporaryFolder();
  [machine, browser] = await Promise.all([startMachine(folder), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await machine.stop();
  removeFolder(folder);
});

describe("the API reference", () => {
  test("lists the operations, tries a call with the visitor's key, and keeps to the site's policy", async () => {
    const { page, context, complaints } = await openVisitor(browser, machine.url);
    await page.goto("/reference/");
    await seen(page.getByText("Send an SMS", { exact: true }));
    await page.getByRole("button", { name: "Authorize" }).first().click();
    await page.locator(".auth-container input").first().fill(machine.api_key);
    await page.locator(".auth-container button.authorize").first().click();
    await page.locator(".btn-done").first().click();
    const operation = page.locator("#operations-Billing-getBalance");
    await operation.locator(".opblock-summary-control").click();
    await operation.getByRole("button", { name: "Execute" }).click();
    await seen(operation.locator(".live-responses-table"));
    const answer = operation.locator(".live-responses-table .response-col_description").last();
    expect(
      await operation.locator(".live-responses-table .response-col_status").last().innerText(),
    ).toContain("200");
    expect(await answer.innerText()).toContain('"currency": "USD"');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
