import { describe, expect, test } from "vitest";
import { countSegments } from "./segments.ts";

describe("countSegments", () => {
  test.each([
    ["a short text", "Hello", "gsm7", 1, 5],
    ["160 basic characters fill one segment", "a".repeat(160), "gsm7", 1, 160],
    ["161 basic characters take two", "a".repeat(161), "gsm7", 2, 161],
    ["306 basic characters fill two", "a".repeat(306), "gsm7", 2, 306],
    ["307 basic characters take three", "a".repeat(307), "gsm7", 3, 307],
    ["the euro sign takes two septets", "€".repeat(80), "gsm7", 1, 160],
    ["81 euro signs take two segments", "€".repeat(81), "gsm7", 2, 162],
    [
      "an escape is not split between parts",
      `${"a".repeat(152)}€${"a".repeat(10)}`,
      "gsm7",
      2,
      164,
    ],
    ["a pushed escape can cost a segment", `${"a".repeat(152)}€${"a".repeat(152)}`, "gsm7", 3, 306],
    ["one letter outside GSM-7 makes all UCS-2", "ł", "ucs2", 1, 1],
    ["a backtick is outside GSM-7", "`", "ucs2", 1, 1],
    ["70 units fill one segment", "я".repeat(70), "ucs2", 1, 70],
    ["71 units take two", "я".repeat(71), "ucs2", 2, 71],
    ["an emoji takes two units", "😀".repeat(35), "ucs2", 1, 70],
    ["a surrogate pair is not split", `${"я".repeat(66)}😀${"я".repeat(10)}`, "ucs2", 2, 78],
  ])("%s", (_name, body, encoding, segments, units) => {
    expect(countSegments(body)).toMatchObject({ encoding, segments, units });
  });

  test("tells what is left in the last segment", () => {
    expect(countSegments("").unitsLeft).toBe(160);
    expect(countSegments("a".repeat(161)).unitsLeft).toBe(153 - 8);
  });
});
