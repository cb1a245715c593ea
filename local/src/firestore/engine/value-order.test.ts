import { describe, expect, test } from "vitest";
import type { Value } from "../protocol.ts";
import { comparePaths } from "./document-name.ts";
import { nameOf, toValue } from "./testing/fixtures.ts";
import { KeyWriter } from "./value-key.ts";
import { compareValues } from "./value-order.ts";

const vector = (...elements: number[]): Value =>
  toValue({
    __type__: "__vector__",
    value: elements.map((element) => ({ doubleValue: element })),
  });

/** Each row before all rows below it; the values of one row are equal. */
const ASCENDING: [string, ...Value[]][] = [
  ["null", toValue(null)],
  ["false", toValue(false)],
  ["true", toValue(true)],
  ["NaN", { doubleValue: "NaN" }],
  ["-Infinity", { doubleValue: "-Infinity" }],
  ["the least int64", { integerValue: "-9223372036854775808" }, { doubleValue: -(2 ** 63) }],
  ["one above the least int64", { integerValue: "-9223372036854775807" }],
  ["-2^53 - 1", { integerValue: "-9007199254740993" }],
  ["-2^53", { integerValue: "-9007199254740992" }, { doubleValue: -9007199254740992 }],
  ["-1.5", toValue(-1.5)],
  ["-1", toValue(-1), { doubleValue: -1 }],
  ["zero", toValue(0), { doubleValue: 0 }, { doubleValue: "-0" }],
  ["the least double", { doubleValue: Number.MIN_VALUE }],
  ["1", toValue(1), { doubleValue: 1 }],
  ["2^53", { integerValue: "9007199254740992" }, { doubleValue: 9007199254740992 }],
  ["2^53 + 1", { integerValue: "9007199254740993" }],
  ["2^53 + 2", { integerValue: "9007199254740994" }, { doubleValue: 9007199254740994 }],
  ["the greatest int64", { integerValue: "9223372036854775807" }],
  ["2^63", { doubleValue: 2 ** 63 }],
  ["Infinity", { doubleValue: "Infinity" }],
  ["the first time", { timestampValue: "0001-01-01T00:00:00.000000Z" }],
  ["before the epoch", { timestampValue: "1969-12-31T23:59:59.999999Z" }],
  ["a time", { timestampValue: "2026-11-22T08:10:00.123456Z" }],
  ["a microsecond later", { timestampValue: "2026-11-22T08:10:00.123457Z" }],
  ["the last time", { timestampValue: "9999-12-31T23:59:59.999999Z" }],
  ["no text", toValue("")],
  ["a zero character", toValue("\u0000")],
  ["a", toValue("a")],
  ["a and a zero character", toValue("a\u0000")],
  ["aa", toValue("aa")],
  ["é", toValue("é")],
  ["U+FFEE", toValue("\uffee")],
  ["U+1F600, whose UTF-16 units are smaller", toValue("\u{1f600}")],
  ["no bytes", { bytesValue: "" }],
  ["a zero byte", { bytesValue: "AA==" }],
  ["the byte 255", { bytesValue: "/w==" }],
  ["a numeric id", { referenceValue: nameOf("c/__id-7__") }],
  ["a greater numeric id", { referenceValue: nameOf("c/__id10__") }],
  ["any other id", { referenceValue: nameOf("c/!") }],
  ["a document below it", { referenceValue: nameOf("c/!/d/x") }],
  ["an id that continues it", { referenceValue: nameOf("c/!-") }],
  ["a point", { geoPointValue: { latitude: -1, longitude: 5 } }],
  ["a point further north", { geoPointValue: { latitude: 2, longitude: -5 } }],
  ["a point further east", { geoPointValue: { latitude: 2, longitude: 5 } }],
  ["an empty list", toValue([])],
  ["[1]", toValue([1]), toValue([{ doubleValue: 1 }])],
  ["[1, null]", toValue([1, null])],
  ["[2]", toValue([2])],
  ["a vector of one", vector(9)],
  ["a vector of two", vector(1, 2)],
  ["a greater vector of two", vector(1, 3)],
  ["an empty map", toValue({})],
  ["{a: 1}", toValue({ a: 1 })],
  ["{a: 1, b: 0}", toValue({ a: 1, b: 0 })],
  ["{a: 2}", toValue({ a: 2 })],
  ["{aa: 0}", toValue({ aa: 0 })],
];

const ROWS = ASCENDING.map(([name, ...values], position) => ({ name, values, position }));

function keyOf(value: Value, isDescending: boolean): string {
  return new KeyWriter().value(value, isDescending).id("x").take();
}

function compareKeys(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

describe("the order of values", () => {
  test.each(ROWS)("puts $name in its place", ({ values, position }) => {
    for (const other of ROWS) {
      const expected = Math.sign(position - other.position);
      for (const value of values) {
        for (const otherValue of other.values) {
          expect(Math.sign(compareValues(value, otherValue)), other.name).toBe(expected);
        }
      }
    }
  });

  test.each(ROWS)(
    "is kept by the index key of $name, in both directions",
    ({ values, position }) => {
      for (const other of ROWS) {
        const expected = Math.sign(position - other.position);
        for (const value of values) {
          for (const otherValue of other.values) {
            const keys = (isDescending: boolean) =>
              compareKeys(keyOf(value, isDescending), keyOf(otherValue, isDescending));
            expect(keys(false), other.name).toBe(expected);
            expect(keys(true) + expected, other.name).toBe(0);
          }
        }
      }
    },
  );

  test("cuts long texts in keys between two characters, never inside one", () => {
    const long = `${"a".repeat(1499)}é`;
    expect(keyOf(toValue(long), false)).toBe(keyOf(toValue("a".repeat(1499)), false));
  });
});

test("paths are ordered by segment, as the keys of a collection group are", () => {
  const paths = ["c/__id2__", "c/__id10__", "c/a", "c/a/d/x", "c/a-b", "c/a.b/d/x", "c/é"];
  expect([...paths].sort(comparePaths)).toEqual(paths);
  const keys = paths.map((path) => new KeyWriter().path(path).take());
  expect([...keys].sort(compareKeys)).toEqual(keys);
});
