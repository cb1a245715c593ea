import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Browser, Page, Response } from "playwright-core";
import { launchBrowser } from "../local/conformance/browser.ts";
import { seedDemo } from "../local/src/demo.ts";
import { sendLogsToStandardError } from "../local/src/process-log.ts";
import { type Runtime, startRuntime } from "../local/src/runtime.ts";
import { fillAccount } from "./web-data.ts";

const DATA = { conversationCount: 500, threadLength: 10_000 };
const ROUNDS = 5;
const SCREENS = [
  ...["conversations", "conversations/cnv_0", "conversations?q=order", "messages", "send"],
  ...["devices", "api-keys", "webhooks", "usage", "balance", "team", "settings"],
];

/** What the first screen loads, how soon it shows, and what each screen reads of an account with 11,000 messages. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "handset-bench-"));
  const log = sendLogsToStandardError("error");
  const runtime = await startRuntime({ dataDir, port: 0, sdkPorts: 0, log });
  const browser = await launchBrowser();
  try {
    const { accountId, owner } = await seedDemo(runtime, { dataDir, hasPhone: false });
    const { getServices } = await import("../functions/src/services.ts");
    await fillAccount(getServices().db, accountId, DATA);
    await runtime.idle();
    const page = await measureFirstScreens(browser, runtime.url, owner);
    await measureTime(page);
    await measureReads(page, runtime, accountId);
    await measureScrolling(page, accountId);
  } finally {
    await browser.close();
    await runtime.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The console belongs to the functions' log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function measureFirstScreens(
  browser: Browser,
  baseURL: string,
  owner: { email: string; password: string },
): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const loaded = watchFiles(page);
  await page.goto("/");
  await page.getByLabel("E-mail").waitFor();
  await settle(page);
  printFiles("sign-in", await loaded());
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await firstConversation(page);
  await forgetFiles(page);
  await loaded();
  await page.goto("/");
  await firstConversation(page);
  await settle(page);
  printFiles("conversations, signed in", await loaded());
  return page;
}

const firstConversation = (page: Page) =>
  page
    .getByRole("region", { name: "Conversations" })
    .getByRole("link", { name: "+1" })
    .first()
    .waitFor();

async function settle(page: Page): Promise<void> {
  await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "hidden" });
  await sleep(500);
}

async function forgetFiles(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  await session.detach();
}

interface LoadedFile {
  name: string;
  kind: string;
  gzipBytes: number;
}

/** What came since the last call, of the built files. */
function watchFiles(page: Page): () => Promise<LoadedFile[]> {
  let answers: Response[] = [];
  page.on("response", (answer) => answers.push(answer));
  return async () => {
    const files = answers.filter((answer) => {
      const { pathname } = new URL(answer.url());
      const isPage = answer.request().isNavigationRequest();
      return answer.status() === 200 && (isPage || pathname.startsWith("/assets/"));
    });
    answers = [];
    return Promise.all(
      files.map(async (answer) => {
        const { pathname } = new URL(answer.url());
        const body = Buffer.from(await (await fetch(answer.url())).arrayBuffer());
        const isPacked = pathname.endsWith(".woff2");
        return {
          name: pathname.startsWith("/assets/") ? basename(pathname) : "index.html",
          kind: answer.request().resourceType(),
          gzipBytes: isPacked ? body.length : gzipSync(body, { level: 9 }).length,
        };
      }),
    );
  };
}

const FILES_SHOWN = 12;

function printFiles(title: string, files: LoadedFile[]): void {
  const sum = (of: LoadedFile[]) => of.reduce((bytes, file) => bytes + file.gzipBytes, 0);
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  const fonts = files.filter(({ kind }) => kind === "font");
  const rest = files.filter(({ kind }) => kind !== "font");
  say(
    `${title}: ${kilobytes(sum(rest))} gzip in ${rest.length} files, and ${kilobytes(sum(fonts))} of fonts`,
  );
  const largest = rest.toSorted((a, b) => b.gzipBytes - a.gzipBytes);
  for (const { name, gzipBytes } of largest.slice(0, FILES_SHOWN)) {
    say(`  ${kilobytes(gzipBytes).padStart(9)}  ${name}`);
  }
  const others = largest.slice(FILES_SHOWN);
  say(`  ${kilobytes(sum(others)).padStart(9)}  ${others.length} others`);
}

async function measureTime(page: Page): Promise<void> {
  for (const [title, isCold] of [
    ["without a cache", true],
    ["from the cache", false],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (isCold) await forgetFiles(page);
      const startedAt = performance.now();
      await page.goto("/");
      await firstConversation(page);
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    say(
      `first conversation shown, signed in, ${title}: median ${times[ROUNDS >> 1]?.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms`,
    );
  }
}

/** By address, so that what every screen needs of the account is in it. */
async function measureReads(
  page: Page,
  { engine, idle }: Runtime,
  accountId: string,
): Promise<void> {
  for (const screen of SCREENS) {
    await page.goto("about:blank");
    await idle();
    engine.resetCounters();
    await page.goto(`/a/${accountId}/${screen}`);
    await page.getByRole("main").waitFor();
    await settle(page);
    const { reads, writes } = engine.counters;
    say(`${String(reads).padStart(5)} documents read, ${writes} written: ${screen}`);
  }
}

const SCROLL_SECONDS = 20;

/** To the thread's beginning, as fast as a wheel goes: what a frame took. */
async function measureScrolling(page: Page, accountId: string): Promise<void> {
  await page.goto(`/a/${accountId}/conversations/cnv_0`);
  await page.getByRole("log").waitFor();
  await settle(page);
  const { frames, rows } = await page.getByRole("log").evaluate(
    (log, seconds) =>
      new Promise<{ frames: number[]; rows: number }>((done) => {
        const times: number[] = [];
        let most = 0;
        const begunAt = performance.now();
        let last = begunAt;
        const step = (now: number) => {
          times.push(now - last);
          last = now;
          log.scrollTop -= 400;
          most = Math.max(most, log.querySelectorAll("[data-index]").length);
          if (now - begunAt < seconds * 1000) requestAnimationFrame(step);
          else done({ frames: times.slice(1), rows: most });
        };
        requestAnimationFrame(step);
      }),
    SCROLL_SECONDS,
  );
  frames.sort((a, b) => a - b);
  const at = (share: number) => frames[Math.floor((frames.length - 1) * share)]?.toFixed(1);
  say(
    `scrolling a thread of ${DATA.threadLength} for ${SCROLL_SECONDS} s: a frame p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms; at most ${rows} rows in the page`,
  );
}
