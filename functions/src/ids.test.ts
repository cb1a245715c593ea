import { expect, test } from "vitest";
import { newId, randomText } from "./ids.ts";

test("no id comes twice, however many are taken", () => {
  const ids = Array.from({ length: 5_000 }, () => newId("msg"));
  expect(new Set(ids).size).toBe(5_000);
  expect(ids.every((id) => /^msg_[0-9A-Za-z]{22}$/.test(id))).toBe(true);
});

test("gives as many characters as asked for, each of the alphabet about equally often", () => {
  const text = randomText(10_000, "abc");
  expect(text).toHaveLength(10_000);
  for (const character of "abc") {
    expect(text.split(character).length - 1).toBeGreaterThan(3_000);
  }
});
