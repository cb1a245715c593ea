import { describe, expect, test } from "vitest";
import { parseSchedule } from "./schedule-text.ts";

/** A Thursday. */
const AFTER = Date.UTC(2026, 0, 1, 0, 2);

function runs(text: string, count = 3, timeZone = "UTC"): string[] {
  const next = parseSchedule(text, timeZone);
  const times: string[] = [];
  for (let at: number | null = AFTER; times.length < count && at !== null; ) {
    at = next(at);
    if (at !== null) times.push(new Date(at).toISOString().slice(0, 16));
  }
  return times;
}

describe("parseSchedule", () => {
  test.each([
    ["*/5 * * * *", ["2026-01-01T00:05", "2026-01-01T00:10", "2026-01-01T00:15"]],
    ["30 9 * * 1", ["2026-01-05T09:30", "2026-01-12T09:30", "2026-01-19T09:30"]],
    ["every 5 minutes", ["2026-01-01T00:07", "2026-01-01T00:12", "2026-01-01T00:17"]],
    ["every 1 hours", ["2026-01-01T01:02", "2026-01-01T02:02", "2026-01-01T03:02"]],
    ["every 8 hours synchronized", ["2026-01-01T08:00", "2026-01-01T16:00", "2026-01-02T00:00"]],
    [
      "every 30 mins from 23:30 to 00:30",
      ["2026-01-01T00:30", "2026-01-01T23:30", "2026-01-02T00:00"],
    ],
    ["every day 09:00", ["2026-01-01T09:00", "2026-01-02T09:00", "2026-01-03T09:00"]],
    ["Every  Monday 09:00", ["2026-01-05T09:00", "2026-01-12T09:00", "2026-01-19T09:00"]],
    [
      "every mon,wed of february 9:05",
      ["2026-02-02T09:05", "2026-02-04T09:05", "2026-02-09T09:05"],
    ],
    [
      "1st,third monday of sep,oct 17:00",
      ["2026-09-07T17:00", "2026-09-21T17:00", "2026-10-05T17:00"],
    ],
    ["1,15 of month 04:00", ["2026-01-01T04:00", "2026-01-15T04:00", "2026-02-01T04:00"]],
    ["1 of jan,april,july,oct 00:00", ["2026-04-01T00:00", "2026-07-01T00:00", "2026-10-01T00:00"]],
  ])("%s", (text, expected) => {
    expect(runs(text)).toEqual(expected);
  });

  test("reckons in the zone it is given", () => {
    expect(runs("every day 09:00", 1, "America/New_York")).toEqual(["2026-01-01T14:00"]);
  });

  test.each(["", "sometimes", "every 0 minutes", "61 * * * *", "every blursday 09:00", "* * * *"])(
    "refuses %j",
    (text) => {
      expect(() => parseSchedule(text, "UTC")).toThrow();
    },
  );

  test("refuses a zone that does not exist", () => {
    expect(() => parseSchedule("0 9 * * *", "Mars/Olympus")(AFTER)).toThrow();
  });
});
