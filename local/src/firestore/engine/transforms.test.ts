import { describe, expect, test } from "vitest";
import type { FieldTransform, Value } from "../protocol.ts";
import { toValue } from "./testing/fixtures.ts";
import { transformed, transformResult } from "./transforms.ts";

const NOW = "2026-11-22T08:10:00.123000Z";
const INT64_MAX = "9223372036854775807";
const INT64_MIN = "-9223372036854775808";

const integer = (text: string): Value => ({ integerValue: text });
const double = (doubleValue: number | "NaN" | "-0" | "Infinity"): Value => ({ doubleValue });

type Operation = FieldTransform extends infer T ? Omit<T, "fieldPath"> : never;
const as = (operation: object) => ({ fieldPath: "f", ...operation }) as FieldTransform;

const CASES: [name: string, Operation | object, current: Value | undefined, after: Value][] = [
  [
    "sets the request time",
    { setToServerValue: "REQUEST_TIME" },
    toValue(1),
    { timestampValue: NOW },
  ],
  ["increments an integer", { increment: integer("5") }, integer("2"), integer("7")],
  ["increments nothing as zero", { increment: integer("5") }, undefined, integer("5")],
  ["increments a text as zero", { increment: integer("5") }, toValue("2"), integer("5")],
  [
    "stops at the greatest int64",
    { increment: integer("2") },
    integer(INT64_MAX),
    integer(INT64_MAX),
  ],
  [
    "stops at the least int64",
    { increment: integer("-2") },
    integer(INT64_MIN),
    integer(INT64_MIN),
  ],
  [
    "keeps integers past 2^53 exact",
    { increment: integer("1") },
    integer("9007199254740992"),
    integer("9007199254740993"),
  ],
  [
    "makes a double of an integer and a double",
    { increment: double(0.5) },
    integer("2"),
    double(2.5),
  ],
  ["makes a double of a double and an integer", { increment: integer("1") }, double(1), double(2)],
  [
    "lets a double grow to infinity",
    { increment: double(1e308) },
    double(1.7e308),
    double("Infinity"),
  ],
  ["keeps NaN", { increment: integer("1") }, double("NaN"), double("NaN")],
  ["takes the greater number", { maximum: integer("3") }, double(2.5), integer("3")],
  ["keeps a number that is as great", { maximum: double(3) }, integer("3"), integer("3")],
  ["takes the operand where no number was", { maximum: integer("3") }, toValue("9"), integer("3")],
  ["takes the smaller number", { minimum: double(2.5) }, integer("3"), double(2.5)],
  ["keeps zero before minus zero", { minimum: double("-0") }, integer("0"), integer("0")],
  ["keeps NaN as a minimum", { minimum: integer("1") }, double("NaN"), double("NaN")],
  [
    "adds missing elements once, in order",
    { appendMissingElements: { values: [toValue("b"), toValue("c"), toValue("c")] } },
    toValue(["a", "b"]),
    toValue(["a", "b", "c"]),
  ],
  [
    "takes 1 and 1.0 for one element",
    { appendMissingElements: { values: [double(1)] } },
    toValue([1]),
    toValue([1]),
  ],
  [
    "takes NaN and NaN for one element",
    { appendMissingElements: { values: [double("NaN")] } },
    toValue([double("NaN")]),
    toValue([double("NaN")]),
  ],
  [
    "starts a list where none was",
    { appendMissingElements: { values: [toValue("a")] } },
    toValue(1),
    toValue(["a"]),
  ],
  [
    "removes every instance",
    { removeAllFromArray: { values: [double(1)] } },
    toValue([1, 2, 1]),
    toValue([2]),
  ],
  [
    "leaves an empty list where none was",
    { removeAllFromArray: { values: [toValue(1)] } },
    undefined,
    toValue([]),
  ],
];

describe("a transform", () => {
  test.each(CASES)("%s", (_, operation, current, after) => {
    expect(transformed(as(operation), current, NOW)).toEqual(after);
  });

  test("refuses to increment by what is no number", () => {
    expect(() => transformed(as({ increment: toValue("1") }), toValue(1), NOW)).toThrow(
      /not a number/,
    );
  });

  test("tells the new value, and null for lists", () => {
    expect(transformResult(as({ increment: integer("1") }), integer("2"))).toEqual(integer("2"));
    const list = as({ appendMissingElements: { values: [] } });
    expect(transformResult(list, toValue([1]))).toEqual({ nullValue: "NULL_VALUE" });
  });
});
