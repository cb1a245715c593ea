import { expect, test } from "vitest";
import { aUsage } from "../../testing/factories.ts";
import { summarizeUsage } from "./summarize.ts";

const TODAY = "2026-11-22";

test("gives each day, the empty ones too, and leaves out what is older", () => {
  const usages = [
    aUsage({ day: "2026-11-19", messages: 9 }),
    aUsage({ day: "2026-11-20", messages: 60_000, outcomes: { delivered: 60_000, received: 5 } }),
    aUsage({ day: TODAY, messages: 40_000 }),
  ];
  const { days, messages } = summarizeUsage(usages, TODAY, 3);
  expect(days).toEqual([
    { day: "2026-11-20", outbound: 60_000, inbound: 5 },
    { day: "2026-11-21", outbound: 0, inbound: 0 },
    { day: TODAY, outbound: 40_000, inbound: 0 },
  ]);
  expect(messages).toBe(100_000);
});

test("adds outcomes and phones up, and says what no count has", () => {
  const early = new Date("2026-11-22T00:20:00Z");
  const late = new Date("2026-11-22T09:00:00Z");
  const usages = [
    aUsage({ day: "2026-11-20", messages: 4, outcomes: { sent: 4, countedAt: early } }),
    aUsage({
      ...{ day: "2026-11-21", messages: 10 },
      outcomes: { delivered: 7, failed: 2, received: 3, byDevice: { a: 4, b: 8 }, countedAt: late },
    }),
    aUsage({ day: TODAY, messages: 5, outcomes: null }),
  ];
  expect(summarizeUsage(usages, TODAY, 7)).toMatchObject({
    messages: 19,
    uncounted: 6,
    byOutcome: { sent: 4, delivered: 7, failed: 2, received: 3 },
    byDevice: [
      { deviceId: "b", count: 8 },
      { deviceId: "a", count: 4 },
    ],
    withoutDevice: 4,
    countedAt: late,
  });
});
