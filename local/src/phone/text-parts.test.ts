import { expect, test } from "vitest";
import { countTextParts } from "./text-parts.ts";

test.each([
  ["an empty text", "", 1],
  ["160 plain letters", "a".repeat(160), 1],
  ["161 plain letters", "a".repeat(161), 2],
  ["306 plain letters", "a".repeat(306), 2],
  ["307 plain letters", "a".repeat(307), 3],
  ["80 euro signs, two places each", "€".repeat(80), 1],
  ["81 euro signs", "€".repeat(81), 2],
  [
    "153 letters whose last place would cut a euro sign",
    `${"a".repeat(152)}€${"a".repeat(150)}`,
    2,
  ],
  ["70 letters outside GSM-7", "ж".repeat(70), 1],
  ["71 letters outside GSM-7", "ж".repeat(71), 2],
  ["35 emoji, two places each", "😀".repeat(35), 1],
  ["67 emoji, never cut in two", "😀".repeat(67), 3],
])("counts %s", (_name, text, count) => {
  expect(countTextParts(text)).toBe(count);
});
