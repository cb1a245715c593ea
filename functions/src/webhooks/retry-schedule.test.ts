import { describe, expect, test } from "vitest";
import { ATTEMPTS_MAX, planRetry } from "./retry-schedule.ts";

const now = new Date("2026-11-22T08:00:00.000Z");
const secondsUntil = (tries: number, retryAfter: string | null = null, random = 0.5) => {
  const at = planRetry(tries, { now, retryAfter, random });
  return at && (at.getTime() - now.getTime()) / 1000;
};

describe("planRetry", () => {
  test("tries again soon, then more and more seldom, over about three days", () => {
    const delays = Array.from({ length: ATTEMPTS_MAX - 1 }, (_, index) => secondsUntil(index + 1));
    expect(delays.slice(0, 4)).toEqual([5, 30, 120, 600]);
    expect(delays).toEqual(delays.toSorted((left, right) => Number(left) - Number(right)));
    const hours = delays.reduce<number>((sum, delay) => sum + Number(delay), 0) / 3600;
    expect(hours).toBeGreaterThan(70);
    expect(hours).toBeLessThan(74);
    expect(secondsUntil(ATTEMPTS_MAX)).toBeNull();
  });

  test("spreads attempts by a tenth to either side", () => {
    expect(secondsUntil(4, null, 0)).toBe(540);
    expect(secondsUntil(4, null, 1)).toBe(660);
  });

  test.each([
    ["seconds", "90", 90],
    ["a date", "Sun, 22 Nov 2026 08:02:00 GMT", 120],
    ["less than the schedule", "1", 5],
    ["the past", "Sun, 22 Nov 2026 07:00:00 GMT", 5],
    ["nonsense", "soon", 5],
    ["a year", "31536000", 86_400],
  ])("waits for Retry-After: %s", (_name, retryAfter, seconds) => {
    expect(secondsUntil(1, retryAfter)).toBe(seconds);
  });
});
