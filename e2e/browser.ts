import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from "playwright-core";

export { launchBrowser } from "../local/conformance/browser.ts";

/** One person at one computer: a browser of their own, and all that went wrong in it. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Errors on the console, exceptions, and what the Content-Security-Policy refused. */
  complaints: string[];
}

export async function openVisitor(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, locale: "en-US", ...options });
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.page()?.url()})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  return { page, context, complaints };
}

export function seen(locator: Locator): Promise<void> {
  return locator.waitFor({ state: "visible" });
}

export function gone(locator: Locator): Promise<void> {
  return locator.waitFor({ state: "hidden" });
}
