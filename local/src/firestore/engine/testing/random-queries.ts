import type {
  Direction,
  Document,
  FieldOperator,
  Filter,
  StructuredQuery,
  Value,
  Write,
} from "../../protocol.ts";
import { getField, parseFieldPath } from "../field-path.ts";
import { nameOf, toValue } from "./fixtures.ts";

const FIELDS = ["a", "b", "m.x", "tags"];
const COLLECTIONS = ["c", "c/__id7__/c", "c/x/d"];
const IDS = ["__id7__", "__id-3__", "__id10__", "x", "y", "y-1", "y.z", "é", "\u{1f600}", "\uffee"];
const OPERATORS: FieldOperator[] = [
  "EQUAL",
  "EQUAL",
  "LESS_THAN",
  "LESS_THAN_OR_EQUAL",
  "GREATER_THAN",
  "GREATER_THAN_OR_EQUAL",
  "NOT_EQUAL",
  "IN",
  "ARRAY_CONTAINS",
  "ARRAY_CONTAINS_ANY",
  "NOT_IN",
];
const VALUES: Value[] = [
  toValue(null),
  toValue(true),
  toValue(1),
  toValue(2),
  toValue(1.5),
  toValue(""),
  toValue("k"),
  toValue("k\u0000"),
  toValue("kk"),
  toValue([1, "k"]),
  toValue(["k", "k", 2]),
  toValue({ x: 1 }),
  { doubleValue: "NaN" },
  { doubleValue: "-0" },
  { doubleValue: 2 },
  { integerValue: "9007199254740993" },
  { doubleValue: 9007199254740992 },
  { timestampValue: "2026-01-01T00:00:00.000001Z" },
];

export type Random = (limit: number) => number;

/** Small and seeded, so that a failure comes back. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function pick<T>(random: Random, list: readonly T[]): T {
  const one = list[random(list.length)];
  if (one === undefined) throw new Error("There is nothing to pick from.");
  return one;
}

export function randomWrite(random: Random): Write {
  const name = nameOf(`${pick(random, COLLECTIONS)}/${pick(random, IDS)}`);
  if (random(8) === 0) return { delete: name };
  const fields: Record<string, Value> = {};
  for (const field of ["a", "b", "tags"]) {
    if (random(5) > 0) fields[field] = pick(random, VALUES);
  }
  if (random(3) > 0) fields.m = { mapValue: { fields: { x: pick(random, VALUES) } } };
  return { update: { name, fields } };
}

export function randomQuery(random: Random, documents: Document[]): StructuredQuery {
  const query: StructuredQuery = {
    from: [{ collectionId: pick(random, ["c", "c", "d"]), allDescendants: random(3) === 0 }],
  };
  if (random(6) > 0) query.where = randomFilter(random, 2);
  const orders = Array.from({ length: random(3) }, () => ({
    field: { fieldPath: pick(random, [...FIELDS, "__name__"]) },
    direction: pick<Direction>(random, ["ASCENDING", "DESCENDING"]),
  }));
  if (orders.length > 0) query.orderBy = orders;
  if (random(2) === 0) query.limit = 1 + random(5);
  if (random(5) === 0) query.offset = random(3);
  for (const side of ["startAt", "endAt"] as const) {
    const near = pick(random, documents);
    const values = orders
      .map(({ field }) => fieldOf(near, field.fieldPath))
      .filter((value) => value !== undefined);
    const isNamedTwice = new Set(orders.map((one) => one.field.fieldPath)).size < orders.length;
    if (random(3) > 0 || isNamedTwice || values.length < orders.length) continue;
    if (values.length > 0) query[side] = { values, before: random(2) === 0 };
  }
  return query;
}

function randomFilter(random: Random, depth: number): Filter {
  if (depth > 0 && random(2) === 0) {
    const filters = Array.from({ length: 1 + random(3) }, () => randomFilter(random, depth - 1));
    return { compositeFilter: { op: random(3) === 0 ? "OR" : "AND", filters } };
  }
  const op = pick(random, OPERATORS);
  const isList = op === "IN" || op === "NOT_IN" || op === "ARRAY_CONTAINS_ANY";
  const value = isList
    ? { arrayValue: { values: [pick(random, VALUES), pick(random, VALUES)] } }
    : pick(random, VALUES);
  const fieldPath = pick(random, op.startsWith("ARRAY") ? ["tags", "a"] : FIELDS);
  return { fieldFilter: { field: { fieldPath }, op, value } };
}

export function fieldOf(document: Document, fieldPath: string): Value | undefined {
  if (fieldPath === "__name__") return { referenceValue: document.name };
  return getField(document.fields, parseFieldPath(fieldPath));
}
