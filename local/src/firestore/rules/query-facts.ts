import type { Filter, StructuredQuery } from "../protocol.ts";
import { fieldPathSegments } from "./field-path.ts";
import { FieldFacts, PartialMap } from "./query-value.ts";
import type { RulesValue } from "./values.ts";
import { isList, RulesMap, RulesPath, valueFromProtocol } from "./values.ts";

/** One way to satisfy the query: every filter of a case holds for the documents it returns. */
export interface QueryCase {
  data: PartialMap;
  /** The document's path, where `__name__ ==` tells it. */
  path: RulesPath | null;
}

/** More would take long to prove; Firestore itself allows 30. */
const CASES_MAX = 100;

type Condition = Exclude<Filter, { compositeFilter: unknown }>;

/** The cases of a query, or undefined where they are too many. */
export function casesOf(query: StructuredQuery): QueryCase[] | undefined {
  const conjunctions = query.where ? disjunctionsOf(query.where) : [[]];
  return conjunctions?.map((conditions) => caseOf(query, conditions));
}

/** Disjunctive normal form; IN and ARRAY_CONTAINS_ANY are disjunctions too. */
function disjunctionsOf(filter: Filter): Condition[][] | null {
  if ("compositeFilter" in filter) {
    const { op, filters } = filter.compositeFilter;
    const parts: Condition[][][] = [];
    for (const inner of filters) {
      const part = disjunctionsOf(inner);
      if (part === null) return null;
      parts.push(part);
    }
    return op === "OR" ? withinLimit(parts.flat()) : crossProduct(parts);
  }
  if (!("fieldFilter" in filter)) return [[filter]];
  const { field, op, value } = filter.fieldFilter;
  if (op !== "IN" && op !== "ARRAY_CONTAINS_ANY") return [[filter]];
  const alternatives = "arrayValue" in value ? value.arrayValue.values : [];
  const single = op === "IN" ? "EQUAL" : "ARRAY_CONTAINS";
  return alternatives.map((alternative) => [
    { fieldFilter: { field, op: single, value: alternative } },
  ]);
}

function withinLimit(cases: Condition[][]): Condition[][] | null {
  return cases.length > CASES_MAX ? null : cases;
}

function crossProduct(parts: Condition[][][]): Condition[][] | null {
  let product: Condition[][] = [[]];
  for (const part of parts) {
    if (product.length * part.length > CASES_MAX) return null;
    product = product.flatMap((left) => part.map((right) => [...left, ...right]));
  }
  return product;
}

function caseOf(query: StructuredQuery, conditions: Condition[]): QueryCase {
  const facts = new Map<string, FieldFacts>();
  const result: QueryCase = { data: new PartialMap(), path: null };
  const factsOf = (fieldPath: string): FieldFacts => {
    const known = facts.get(fieldPath) ?? new FieldFacts();
    facts.set(fieldPath, known);
    return known;
  };
  for (const condition of conditions) {
    const filter = "fieldFilter" in condition ? condition.fieldFilter : condition.unaryFilter;
    if (filter.field.fieldPath !== "__name__") {
      learn(factsOf(filter.field.fieldPath), condition);
    } else if ("value" in filter && filter.op === "EQUAL") {
      const value = valueFromProtocol(filter.value);
      if (value instanceof RulesPath) result.path = value;
    }
  }
  // A document without the field that a query orders by is no result of it.
  for (const { field } of query.orderBy ?? []) {
    if (field.fieldPath !== "__name__") factsOf(field.fieldPath);
  }
  for (const [fieldPath, known] of facts) {
    place(result.data, fieldPathSegments(fieldPath), settle(known));
  }
  return result;
}

function learn(facts: FieldFacts, condition: Condition): void {
  if ("unaryFilter" in condition) {
    if (condition.unaryFilter.op === "IS_NULL") facts.equal = null;
    else if (condition.unaryFilter.op !== "IS_NAN") facts.excluded.push(null);
    return;
  }
  const { op, value } = condition.fieldFilter;
  const known = valueFromProtocol(value);
  if (op === "EQUAL") facts.equal = known;
  else if (op === "ARRAY_CONTAINS") facts.members.push(known);
  else if (op === "NOT_EQUAL") facts.excluded.push(known, null);
  else if (op === "NOT_IN") facts.excluded.push(...(isList(known) ? known : []), null);
  else if (op === "GREATER_THAN" || op === "GREATER_THAN_OR_EQUAL") {
    facts.lower = { value: known, isInclusive: op === "GREATER_THAN_OR_EQUAL" };
  } else if (op === "LESS_THAN" || op === "LESS_THAN_OR_EQUAL") {
    facts.upper = { value: known, isInclusive: op === "LESS_THAN_OR_EQUAL" };
  }
}

/** A value that is known outright, unless it holds numbers, whose type stays open. */
function settle(facts: FieldFacts): RulesValue {
  return facts.equal === undefined || holdsNumber(facts.equal) ? facts : facts.equal;
}

function holdsNumber(value: RulesValue): boolean {
  if (typeof value === "number" || typeof value === "bigint") return true;
  if (isList(value)) return value.some(holdsNumber);
  if (!(value instanceof RulesMap)) return false;
  return value.keys().some((key) => holdsNumber(value.get(key) ?? null));
}

function place(map: PartialMap, segments: readonly string[], value: RulesValue): void {
  const [first, ...rest] = segments;
  if (first === undefined) return;
  const known = map.known.get(first);
  if (rest.length === 0) {
    const saysLess = known instanceof PartialMap && value instanceof FieldFacts;
    if (!saysLess) map.known.set(first, value);
  } else if (!(known instanceof RulesMap)) {
    const inner = known instanceof PartialMap ? known : new PartialMap();
    map.known.set(first, inner);
    place(inner, rest, value);
  }
}

/** `request.query`: what the query does not say is no key of it. */
export function queryFor(query: StructuredQuery): RulesMap {
  const entries: Record<string, RulesValue> = {};
  if (query.limit !== undefined) entries.limit = BigInt(query.limit);
  if (query.offset !== undefined) entries.offset = BigInt(query.offset);
  if (query.orderBy && query.orderBy.length > 0) {
    entries.orderBy = query.orderBy
      .map(
        ({ field, direction }) =>
          `${field.fieldPath} ${direction === "DESCENDING" ? "DESC" : "ASC"}`,
      )
      .join(", ");
  }
  return RulesMap.of(entries);
}
