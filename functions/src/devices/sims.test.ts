import { describe, expect, test } from "vitest";
import { chooseDeviceName } from "./device-name.ts";
import { mergeSims } from "./sims.ts";

const known = { slot: 1, number: "+48500999888", carrier: "Play" };

describe("mergeSims", () => {
  test.each([
    ["keeps a number that the mask fits", { number: "********9888", carrier: "****" }, known],
    [
      "forgets a number that the mask does not fit",
      { number: "********1111", carrier: "****" },
      { ...known, number: null },
    ],
    [
      "forgets a carrier that the mask does not fit",
      { number: "********9888", carrier: "**ange" },
      { ...known, carrier: null },
    ],
    ["keeps what is not told", { number: null, carrier: null }, known],
    [
      "takes a whole number, in E.164",
      { number: "0048 500 111 222", carrier: "Plus" },
      { slot: 1, number: "+48500111222", carrier: "Plus" },
    ],
    [
      "takes a national number as it stands",
      { number: "500111222", carrier: "Plus" },
      { slot: 1, number: "500111222", carrier: "Plus" },
    ],
  ])("%s", (_, reported, expected) => {
    expect(mergeSims([known], [{ slot: 1, ...reported }])).toEqual([expected]);
  });

  test("drops a SIM that is gone, adds one that is new, and goes by slot", () => {
    const blank = { number: null, carrier: null };
    const merged = mergeSims(
      [known, { slot: 3, ...blank }],
      [
        { slot: 2, ...blank },
        { slot: 1, ...blank },
      ],
    );
    expect(merged).toEqual([known, { slot: 2, ...blank }]);
  });
});

describe("chooseDeviceName", () => {
  test.each([
    ["Google/oriole", [], "Google oriole"],
    ["Google/oriole", ["Google oriole"], "Google oriole (2)"],
    ["Google/oriole", ["Google oriole", "Google oriole (2)"], "Google oriole (3)"],
    ["", [], "Phone"],
    ["x".repeat(200), ["x".repeat(74)], `${"x".repeat(74)} (2)`],
  ])("%s beside %j is %s", (reported, taken, expected) => {
    expect(chooseDeviceName(reported, taken)).toBe(expected);
  });
});
