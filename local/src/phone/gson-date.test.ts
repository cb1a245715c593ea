import { describe, expect, test } from "vitest";
import { GsonError } from "./gson.ts";
import { formatGsonDate, parseGsonDate } from "./gson-date.ts";

const MIDNIGHT_UTC = Date.parse("2026-11-22T00:00:00Z");
const TEN_PAST_EIGHT = Date.parse("2026-11-22T08:10:00Z");

describe("parseGsonDate", () => {
  test.each([
    ["2026-11-22T08:10:00.123Z", 123],
    ["2026-11-22T10:10:00.123+02:00", 123],
    ["2026-11-22T10:10:00.123+0200", 123],
    ["2026-11-22T08:10:00Z", 0],
    ["2026-11-22T08:10:00+00:00", 0],
  ])("takes %s for what it says, without a warning", (text, offsetMs) => {
    expect(parseGsonDate(text, 60)).toEqual({
      epochMs: TEN_PAST_EIGHT + offsetMs,
      warning: null,
    });
  });

  test.each([
    ["2026-11-22T08:10:00.5Z", 5],
    ["2026-11-22T08:10:00.123456Z", 123_456],
    ["2026-11-22T08:10:00.123456789Z", 123_456_789],
  ])("takes the fraction of %s for %i ms, and warns", (text, offsetMs) => {
    const { epochMs, warning } = parseGsonDate(text, 60);
    expect(epochMs).toBe(TEN_PAST_EIGHT + offsetMs);
    expect(warning).toContain("send exactly three");
  });

  test("takes a day for midnight in the phone's own zone, and warns", () => {
    const { epochMs, warning } = parseGsonDate("2026-11-22", 60);
    expect(epochMs).toBe(MIDNIGHT_UTC - 3_600_000);
    expect(warning).toContain("midnight");
  });

  test.each(["2026-11-22 08:10:00", "1795335000", "1795335000000", "tomorrow", ""])(
    "refuses %j",
    (text) => {
      expect(() => parseGsonDate(text, 0)).toThrow(GsonError);
    },
  );
});

describe("formatGsonDate", () => {
  test.each([
    [60, "2026-11-22T09:10:00.000+01:00"],
    [-330, "2026-11-22T02:40:00.000-05:30"],
    [0, "2026-11-22T08:10:00.000Z"],
  ])("writes an offset of %i minutes as %s", (offset, text) => {
    expect(formatGsonDate(TEN_PAST_EIGHT, offset)).toBe(text);
  });
});
