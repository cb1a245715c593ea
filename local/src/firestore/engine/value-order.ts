import type { Fields, Value } from "../protocol.ts";
import { comparePaths } from "./document-name.ts";
import { compareUtf8 } from "./utf8-order.ts";

/** Rank of each kind of value among all values, as Firestore orders them. */
export const RANK = {
  null: 1,
  boolean: 2,
  number: 3,
  timestamp: 4,
  string: 5,
  bytes: 6,
  reference: 7,
  geoPoint: 8,
  array: 9,
  vector: 10,
  map: 11,
} as const;

export function rank(value: Value): number {
  if ("stringValue" in value) return RANK.string;
  if ("integerValue" in value || "doubleValue" in value) return RANK.number;
  if ("timestampValue" in value) return RANK.timestamp;
  if ("booleanValue" in value) return RANK.boolean;
  if ("nullValue" in value) return RANK.null;
  if ("mapValue" in value) return vectorOf(value) === null ? RANK.map : RANK.vector;
  if ("arrayValue" in value) return RANK.array;
  if ("referenceValue" in value) return RANK.reference;
  if ("bytesValue" in value) return RANK.bytes;
  return RANK.geoPoint;
}

/** Total order of values. Equal numbers of different types compare equal, and so do NaNs, and -0 and 0. */
export function compareValues(left: Value, right: Value): number {
  const ranks = rank(left) - rank(right);
  if (ranks !== 0) return ranks;
  if ("stringValue" in left && "stringValue" in right) {
    return compareUtf8(left.stringValue, right.stringValue);
  }
  if ("timestampValue" in left && "timestampValue" in right) {
    return compareText(left.timestampValue, right.timestampValue);
  }
  if ("booleanValue" in left && "booleanValue" in right) {
    return Number(left.booleanValue) - Number(right.booleanValue);
  }
  if ("bytesValue" in left && "bytesValue" in right) {
    return Buffer.compare(
      Buffer.from(left.bytesValue, "base64"),
      Buffer.from(right.bytesValue, "base64"),
    );
  }
  if ("referenceValue" in left && "referenceValue" in right) {
    return comparePaths(left.referenceValue, right.referenceValue);
  }
  if ("geoPointValue" in left && "geoPointValue" in right) {
    const [a, b] = [left.geoPointValue, right.geoPointValue];
    return a.latitude - b.latitude || a.longitude - b.longitude;
  }
  if ("arrayValue" in left && "arrayValue" in right) {
    return compareLists(left.arrayValue.values, right.arrayValue.values);
  }
  if ("mapValue" in left && "mapValue" in right) {
    const [a, b] = [vectorOf(left), vectorOf(right)];
    if (a !== null && b !== null) return a.length - b.length || compareLists(a, b);
    return compareMaps(left.mapValue.fields, right.mapValue.fields);
  }
  if (rank(left) === RANK.number) return compareNumbers(left, right);
  return 0;
}

export function isEqual(left: Value, right: Value): boolean {
  return compareValues(left, right) === 0;
}

/** The elements of `{__type__: "__vector__", value: [...]}`; null for every other map. */
export function vectorOf(value: Value): Value[] | null {
  if (!("mapValue" in value)) return null;
  const { fields } = value.mapValue;
  if (!Object.hasOwn(fields, "__type__")) return null;
  const type = fields.__type__;
  const list = fields.value;
  if (type === undefined || !("stringValue" in type) || type.stringValue !== "__vector__")
    return null;
  return list !== undefined && "arrayValue" in list ? list.arrayValue.values : null;
}

export function isNaNValue(value: Value): boolean {
  return "doubleValue" in value && value.doubleValue === "NaN";
}

/** A double as a JavaScript number; integers lose precision past 2^53. */
export function toNumber(value: Value): number {
  if ("integerValue" in value) return Number(value.integerValue);
  return "doubleValue" in value ? Number(value.doubleValue) : Number.NaN;
}

/** Numbers by mathematical value, exactly; NaN first. */
export function compareNumbers(left: Value, right: Value): number {
  const a = toNumber(left);
  const b = toNumber(right);
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number(!Number.isNaN(a)) - Number(!Number.isNaN(b));
  }
  if (a !== b) return a < b ? -1 : 1;
  if (Math.abs(a) < Number.MAX_SAFE_INTEGER || !Number.isFinite(a)) return 0;
  const exactLeft = "integerValue" in left ? BigInt(left.integerValue) : BigInt(a);
  const exactRight = "integerValue" in right ? BigInt(right.integerValue) : BigInt(b);
  return exactLeft < exactRight ? -1 : exactLeft > exactRight ? 1 : 0;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareLists(left: Value[], right: Value[]): number {
  for (const [i, a] of left.entries()) {
    const b = right[i];
    if (b === undefined) return 1;
    const order = compareValues(a, b);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareMaps(left: Fields, right: Fields): number {
  const leftNames = Object.keys(left).sort(compareUtf8);
  const rightNames = Object.keys(right).sort(compareUtf8);
  for (const [i, a] of leftNames.entries()) {
    const b = rightNames[i];
    if (b === undefined) return 1;
    const names = compareUtf8(a, b);
    if (names !== 0) return names;
    const [x, y] = [left[a], right[b]];
    const order = x !== undefined && y !== undefined ? compareValues(x, y) : 0;
    if (order !== 0) return order;
  }
  return leftNames.length - rightNames.length;
}
