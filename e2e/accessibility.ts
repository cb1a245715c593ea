import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const DESK = { width: 1440, height: 900 };
export const POCKET = { width: 390, height: 844 };

/** On a desk by day, on a phone by night. */
export async function expectAccessible(page: Page): Promise<void> {
  await dress(page, "light", DESK);
  expect(await violations(page)).toEqual([]);
  await dress(page, "dark", POCKET);
  // The rest is the same document; what a phone alone shows has tests of its own.
  expect(await violations(page, ["color-contrast"])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(POCKET.width);
}

export async function dress(
  page: Page,
  colorScheme: "light" | "dark",
  size: typeof DESK,
): Promise<void> {
  await page.evaluate(() => {
    // Colors halfway from one scheme to the other are nobody's contrast.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; }");
    document.adoptedStyleSheets = [sheet];
  });
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
}

/** Rules that a person would notice, in words that lead to the place. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const results = await page.evaluate(
    (runOnly) =>
      (window as unknown as { axe: typeof axe }).axe.run({
        resultTypes: ["violations"],
        ...(runOnly && { runOnly }),
      }),
    rules,
  );
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
    );
}
