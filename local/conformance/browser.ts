import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const INSTALLED = [
  process.env.CHROME_PATH,
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The browser that is installed; else the one that comes through npm (Linux x64). */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findInstalled();
  if (executablePath !== undefined) return chromium.launch({ executablePath, args: ARGUMENTS });
  return launchPackaged();
}

function findInstalled(): string | undefined {
  return INSTALLED.find((path) => path !== undefined && existsSync(path));
}

/** Run once before all suites: two that unpacked the packaged browser at the same moment would spoil it for each other. */
export default async function unpackBrowser(): Promise<void> {
  if (findInstalled() === undefined) await unpackPackaged();
}

/**
 * Its system libraries come with it: a machine that never had a browser has none of them. Not its arguments: they make it one
 * process, which ends with the first context, and switch off what a policy would refuse.
 */
async function launchPackaged(): Promise<Browser> {
  const { executablePath, libraries } = await unpackPackaged();
  return chromium.launch({
    executablePath,
    args: ARGUMENTS,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(libraries, "lib"),
      FONTCONFIG_PATH: join(dirname(executablePath), "fonts"),
    },
  });
}

async function unpackPackaged(): Promise<{ executablePath: string; libraries: string }> {
  const { default: packaged, inflate } = await import("@sparticuz/chromium");
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  return {
    executablePath: await packaged.executablePath(),
    libraries: await inflate(join(dirname(entry), "../bin/al2023.tar.br")),
  };
}
