import type { RulesValue } from "./values.ts";
import {
  isList,
  MapDiff,
  RulesBytes,
  RulesDuration,
  RulesLatLng,
  RulesMap,
  RulesPath,
  RulesSet,
  RulesTimestamp,
  Unknown,
} from "./values.ts";

/** Unknown facts that can still answer a comparison; see `FieldFacts`. */
export interface Comparable {
  equalsKnown(value: RulesValue): boolean | undefined;
}

function isComparable(value: Unknown): value is Unknown & Comparable {
  return "equalsKnown" in value;
}

/** Equality as rules have it: 1 == 1.0, and values of different types differ. Undefined: a query leaves it open. */
export function sameValue(left: RulesValue, right: RulesValue): boolean | undefined {
  if (left === right) return !(left instanceof Unknown) || undefined;
  if (left instanceof Unknown) {
    return isComparable(left) && !(right instanceof Unknown) ? left.equalsKnown(right) : undefined;
  }
  if (right instanceof Unknown) return isComparable(right) ? right.equalsKnown(left) : undefined;
  if (typeof left === "bigint" || typeof left === "number") {
    if (typeof right !== "bigint" && typeof right !== "number") return false;
    return left <= right && left >= right;
  }
  if (typeof left !== "object" || left === null || typeof right !== "object" || right === null) {
    return false;
  }
  if (isList(left)) return isList(right) && sameItems(left, right);
  if (left instanceof RulesMap) return right instanceof RulesMap && sameMap(left, right);
  if (left instanceof RulesSet) return right instanceof RulesSet && sameSet(left, right);
  if (left instanceof RulesPath) {
    return right instanceof RulesPath && sameItems(left.segments, right.segments);
  }
  if (left instanceof RulesTimestamp) {
    return right instanceof RulesTimestamp && left.nanos === right.nanos;
  }
  if (left instanceof RulesDuration) {
    return right instanceof RulesDuration && left.nanos === right.nanos;
  }
  if (left instanceof RulesBytes) {
    return right instanceof RulesBytes && Buffer.compare(left.bytes, right.bytes) === 0;
  }
  if (left instanceof RulesLatLng) {
    return (
      right instanceof RulesLatLng &&
      left.latitude === right.latitude &&
      left.longitude === right.longitude
    );
  }
  return left instanceof MapDiff && right instanceof MapDiff
    ? every([sameMap(left.after, right.after), sameMap(left.before, right.before)])
    : false;
}

/** Three-valued "all of": false wins over open. */
export function every(answers: Iterable<boolean | undefined>): boolean | undefined {
  let result: boolean | undefined = true;
  for (const answer of answers) {
    if (answer === false) return false;
    if (answer === undefined) result = undefined;
  }
  return result;
}

/** Three-valued "any of": true wins over open. */
export function some(answers: Iterable<boolean | undefined>): boolean | undefined {
  let result: boolean | undefined = false;
  for (const answer of answers) {
    if (answer === true) return true;
    if (answer === undefined) result = undefined;
  }
  return result;
}

export function not(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

export function includes(items: readonly RulesValue[], value: RulesValue): boolean | undefined {
  let result: boolean | undefined = false;
  for (const item of items) {
    const answer = sameValue(item, value);
    if (answer === true) return true;
    if (answer === undefined) result = undefined;
  }
  return result;
}

function sameItems(left: readonly RulesValue[], right: readonly RulesValue[]): boolean | undefined {
  if (left.length !== right.length) return false;
  return every(left.map((item, index) => sameValue(item, right[index] ?? null)));
}

function sameMap(left: RulesMap, right: RulesMap): boolean | undefined {
  if (left.size !== right.size) return false;
  return every(
    left.keys().map((key) => {
      const value = right.get(key);
      return value === undefined ? false : sameValue(left.get(key) ?? null, value);
    }),
  );
}

function sameSet(left: RulesSet, right: RulesSet): boolean | undefined {
  if (left.items.length !== right.items.length) return false;
  return every(left.items.map((item) => includes(right.items, item)));
}

/** Negative, zero or positive; undefined for types that have no order together; NaN beside NaN. */
export function compareOrder(left: RulesValue, right: RulesValue): number | undefined {
  if (typeof left === "bigint" || typeof left === "number") {
    if (typeof right !== "bigint" && typeof right !== "number") return undefined;
    if (left < right) return -1;
    if (left > right) return 1;
    return left <= right ? 0 : Number.NaN;
  }
  if (typeof left === "string") {
    return typeof right === "string" ? compareText(left, right) : undefined;
  }
  if (left instanceof RulesTimestamp) {
    return right instanceof RulesTimestamp ? compareBigints(left.nanos, right.nanos) : undefined;
  }
  if (left instanceof RulesDuration) {
    return right instanceof RulesDuration ? compareBigints(left.nanos, right.nanos) : undefined;
  }
  if (left instanceof RulesBytes) {
    return right instanceof RulesBytes ? Buffer.compare(left.bytes, right.bytes) : undefined;
  }
  return undefined;
}

function compareBigints(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By UTF-8, as Firestore orders strings: UTF-16 order differs only where surrogates meet U+E000 and above. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const isPlain = left.isWellFormed() && !/[\ud800-\uffff]/.test(left + right);
  if (isPlain) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
