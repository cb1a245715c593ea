import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillAccount } from "../bench/web-data.ts";
import { seedDemo } from "../local/src/demo.ts";
import { type Runtime, startRuntime } from "../local/src/runtime.ts";
import { launchBrowser, openVisitor, seen } from "./browser.ts";
import { signIn } from "./dashboard.ts";
import { removeFolder, temporaryFolder } from "./machine.ts";

const dataDir = temporaryFolder();
let runtime: Runtime;
let browser: Browser;
let page: Page;
let address: string;

/** The thread's texts are numbered from the newest, which is 0. */
const text = (n: number) => page.getByRole("log").getByText(new RegExp(`\\(${n}\\)$`));

beforeAll(async () => {
  runtime = await startRuntime({ dataDir, port: 0, sdkPorts: 0, log: () => {} });
  const demo = await seedDemo(runtime, { dataDir, hasPhone: false });
  const { getServices } = await import("../functions/src/services.ts");
  const { db } = getServices();
  await fillAccount(db, demo.accountId, { conversationCount: 2, threadLength: 400 });
  const account = db.doc(`accounts/${demo.accountId}`);
  const long = "A text that takes many lines on a small screen. ".repeat(30);
  await account
    .collection("messages")
    .doc("msg_0_1")
    .update({ body: `${long} (1)` });
  await account
    .collection("conversations")
    .doc("cnv_0")
    .update({ contactName: "Long ".repeat(20) });
  browser = await launchBrowser();
  ({ page } = await openVisitor(browser, runtime.url, { viewport: { width: 390, height: 844 } }));
  await signIn(page, demo.owner);
  address = `/a/${demo.accountId}/conversations`;
});

afterAll(async () => {
  await browser?.close();
  await runtime?.close();
  removeFolder(dataDir);
});

test("a thread opens at its newest text, whole in sight, and reads one page of it", async () => {
  runtime.engine.resetCounters();
  await page.goto(`${address}/cnv_0`);
  await seen(text(0));
  await expect.poll(() => inSight(0)).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await runtime.idle();
  expect(await inSight(0)).toBe(true);
  expect(runtime.engine.counters.reads).toBeLessThan(100);
});

test("a thread of few texts that are taller than the screen opens at its newest too", async () => {
  await page.goto(`${address}/cnv_1`);
  await expect.poll(() => inSight(0)).toBe(true);
});

test("going back through it brings older texts up to the first, and one button leads to the newest again", async () => {
  await page.goto(`${address}/cnv_0`);
  await expect.poll(() => inSight(0)).toBe(true);
  await expect
    .poll(async () => {
      await page.getByRole("log").evaluate((log) => {
        log.scrollTop = 0;
      });
      return text(399).isVisible();
    })
    .toBe(true);
  await page.getByRole("button", { name: "Newest" }).click();
  await expect.poll(() => inSight(0)).toBe(true);
});

function inSight(n: number): Promise<boolean> {
  return text(n).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const log = element.closest("[role=log]")?.getBoundingClientRect();
    return log !== undefined && box.top >= log.top && box.bottom <= log.bottom;
  });
}
