import type { Document, Filter, StructuredQuery, Value } from "../../protocol.ts";
import { compareValues, rank } from "../value-order.ts";
import { ROOT } from "./fixtures.ts";
import { fieldOf } from "./random-queries.ts";

const UNEQUAL = /LESS|GREATER|NOT/;

/** What a query at the root means, told without any index: the measure for the real thing. */
export function naiveQuery(query: StructuredQuery, all: Document[]): Document[] {
  const orders = ordersOf(query);
  const compare = (left: Document, values: Value[]) => {
    for (const [i, value] of values.entries()) {
      const order = orders[i];
      const own = order && fieldOf(left, order.fieldPath);
      const difference = own === undefined ? 0 : compareValues(own, value);
      if (difference !== 0) return order?.isDescending ? -difference : difference;
    }
    return 0;
  };
  const { startAt, endAt, offset = 0, limit } = query;
  return all
    .filter((document) => isIn(query, document) && holds(query.where, document))
    .filter((document) => orders.every((one) => fieldOf(document, one.fieldPath) !== undefined))
    .filter((one) => !startAt || compare(one, startAt.values) >= (startAt.before ? 0 : 1e-9))
    .filter((one) => !endAt || compare(one, endAt.values) <= (endAt.before ? -1e-9 : 0))
    .sort((a, b) =>
      compare(
        a,
        orders.map((one) => fieldOf(b, one.fieldPath) as Value),
      ),
    )
    .slice(offset, limit === undefined ? undefined : offset + limit);
}

function ordersOf(query: StructuredQuery): { fieldPath: string; isDescending: boolean }[] {
  const orders = (query.orderBy ?? []).map((order) => ({
    fieldPath: order.field.fieldPath,
    isDescending: order.direction === "DESCENDING",
  }));
  const isDescending = orders.at(-1)?.isDescending ?? false;
  const implied = [...unequalFields(query.where)].sort();
  for (const fieldPath of [...implied, "__name__"]) orders.push({ fieldPath, isDescending });
  const unique = orders.filter(
    (one, i) => orders.findIndex((other) => other.fieldPath === one.fieldPath) === i,
  );
  return unique.slice(0, unique.findIndex((one) => one.fieldPath === "__name__") + 1);
}

function unequalFields(filter: Filter | undefined): Set<string> {
  if (filter === undefined || "unaryFilter" in filter) return new Set();
  if ("compositeFilter" in filter) {
    return new Set(filter.compositeFilter.filters.flatMap((one) => [...unequalFields(one)]));
  }
  const { op, field } = filter.fieldFilter;
  return new Set(UNEQUAL.test(op) ? [field.fieldPath] : []);
}

function isIn(query: StructuredQuery, document: Document): boolean {
  const path = document.name.slice(ROOT.length + 1).split("/");
  const from = query.from[0];
  return path.at(-2) === from?.collectionId && (from?.allDescendants === true || path.length === 2);
}

function holds(filter: Filter | undefined, document: Document): boolean {
  if (filter === undefined || "unaryFilter" in filter) return true;
  if ("compositeFilter" in filter) {
    const results = filter.compositeFilter.filters.map((one) => holds(one, document));
    return filter.compositeFilter.op === "AND" ? !results.includes(false) : results.includes(true);
  }
  const { op, field, value: operand } = filter.fieldFilter;
  const value = fieldOf(document, field.fieldPath);
  if (value === undefined) return false;
  const difference = compareValues(value, operand);
  const isNotANumber = "doubleValue" in value && value.doubleValue === "NaN";
  const isAlike = rank(value) === rank(operand) && !isNotANumber;
  const isAmong = (one: Value) =>
    elements(operand).some((other) => compareValues(one, other) === 0);
  const hasNull = elements(operand).some((one) => "nullValue" in one);
  if (op === "EQUAL") return difference === 0;
  if (op === "NOT_EQUAL") return difference !== 0 && !("nullValue" in value);
  if (op === "LESS_THAN") return isAlike && difference < 0;
  if (op === "LESS_THAN_OR_EQUAL") return isAlike && difference <= 0;
  if (op === "GREATER_THAN") return isAlike && difference > 0;
  if (op === "GREATER_THAN_OR_EQUAL") return isAlike && difference >= 0;
  if (op === "IN") return isAmong(value);
  if (op === "NOT_IN") return !hasNull && !isAmong(value) && !("nullValue" in value);
  const own = elements(value);
  if (op === "ARRAY_CONTAINS") return own.some((one) => compareValues(one, operand) === 0);
  return own.some(isAmong);
}

function elements(value: Value): Value[] {
  return "arrayValue" in value ? value.arrayValue.values : [];
}
