import { expect, test } from "vitest";
import { chargeStep, moneyStep } from "./money.ts";

test.each([
  ["USD", 0.01, 0.01],
  ["JPY", 1, 1],
  ["ISK", 1, 1],
  ["KWD", 0.001, 0.01],
])("%s is typed in steps of %d and charged in steps of %d", (currency, typed, charged) => {
  expect(moneyStep(currency)).toBe(typed);
  expect(chargeStep(currency)).toBe(charged);
});
