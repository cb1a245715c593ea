import { describe, expect, test } from "vitest";
import { parsePathPattern } from "./path-pattern.ts";

describe("parsePathPattern", () => {
  test.each([
    ["users/u1", "users/u1", true],
    ["users/u1", "users/u12", false],
    ["users/{uid}", "users/u1", true],
    ["users/{uid}", "users/u1/posts/p1", false],
    ["users/{uid}", "teams/u1", false],
    ["users/*", "users/u1", true],
    ["users/{uid=a*}", "users/ab", true],
    ["users/{uid=a*}", "users/ba", false],
    ["{path=**}/orders/{id}", "orders/o1", true],
    ["{path=**}/orders/{id}", "users/u1/orders/o1", true],
    ["{path=**}/orders/{id}", "users/u1/orders", false],
    ["users/{rest=**}", "users/u1/posts/p1", true],
    ["users/**", "teams/t1", false],
    ["a.c/{x}", "abc/1", false],
  ])("%s against %s", (pattern, path, expected) => {
    expect(parsePathPattern(pattern).matches(path)).toBe(expected);
  });

  test.each(["{a=**}/x/{b=**}", "users/{uid", "users/a{b}"])("refuses %s", (pattern) => {
    expect(() => parsePathPattern(pattern)).toThrow(
      pattern.includes("**") ? "more than one" : "no segment",
    );
  });
});
