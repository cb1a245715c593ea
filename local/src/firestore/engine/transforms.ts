import { FirestoreError } from "../errors.ts";
import type { FieldTransform, Timestamp, Value } from "../protocol.ts";
import { compareNumbers, isEqual, isNaNValue, RANK, rank, toNumber } from "./value-order.ts";

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** The value a transform leaves in its field. */
export function transformed(
  transform: FieldTransform,
  current: Value | undefined,
  requestTime: Timestamp,
): Value {
  if ("setToServerValue" in transform) return { timestampValue: requestTime };
  if ("increment" in transform)
    return incremented(current, numeric("increment", transform.increment));
  if ("maximum" in transform) {
    const operand = numeric("maximum", transform.maximum);
    return chosen(current, operand, (now) => compareNumbers(operand, now) > 0);
  }
  if ("minimum" in transform) {
    const operand = numeric("minimum", transform.minimum);
    return chosen(current, operand, (now) => compareNumbers(operand, now) < 0);
  }
  if ("appendMissingElements" in transform) {
    return union(listOf(current), transform.appendMissingElements.values);
  }
  const removed = transform.removeAllFromArray.values;
  const values = listOf(current).filter((value) => !removed.some((other) => isEqual(value, other)));
  return { arrayValue: { values } };
}

/** What the caller is told: the new value, or null for the array transforms. */
export function transformResult(transform: FieldTransform, value: Value): Value {
  const isArray = "appendMissingElements" in transform || "removeAllFromArray" in transform;
  return isArray ? { nullValue: "NULL_VALUE" } : value;
}

function numeric(name: string, operand: Value): Value {
  if (rank(operand) === RANK.number) return operand;
  throw new FirestoreError("INVALID_ARGUMENT", `The operand of ${name} is not a number.`);
}

function incremented(current: Value | undefined, by: Value): Value {
  if (current === undefined || rank(current) !== RANK.number) return by;
  if ("integerValue" in current && "integerValue" in by) {
    const sum = BigInt(current.integerValue) + BigInt(by.integerValue);
    const saturated = sum > INT64_MAX ? INT64_MAX : sum < INT64_MIN ? INT64_MIN : sum;
    return { integerValue: saturated.toString() };
  }
  return toDouble(toNumber(current) + toNumber(by));
}

/** NaN wins over every number, as in production's maximum and minimum; of two equals the stored one stays. */
function chosen(
  current: Value | undefined,
  operand: Value,
  isBetter: (now: Value) => boolean,
): Value {
  if (current === undefined || rank(current) !== RANK.number) return operand;
  if (isNaNValue(current)) return current;
  if (isNaNValue(operand)) return operand;
  return isBetter(current) ? operand : current;
}

function listOf(value: Value | undefined): Value[] {
  return value !== undefined && "arrayValue" in value ? value.arrayValue.values : [];
}

function union(current: Value[], added: Value[]): Value {
  const values = [...current];
  for (const value of added) {
    if (!values.some((other) => isEqual(value, other))) values.push(value);
  }
  return { arrayValue: { values } };
}

export function toDouble(number: number): Value {
  if (Number.isNaN(number)) return { doubleValue: "NaN" };
  if (number === Number.POSITIVE_INFINITY) return { doubleValue: "Infinity" };
  if (number === Number.NEGATIVE_INFINITY) return { doubleValue: "-Infinity" };
  return { doubleValue: Object.is(number, -0) ? "-0" : number };
}
