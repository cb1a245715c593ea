import type { Cursor, Document, Filter, Value } from "../protocol.ts";
import { splitPath } from "./document-name.ts";
import { DOCUMENT_ID, type FieldPath, getField } from "./field-path.ts";
import { type Predicate, predicateOf } from "./filter-shape.ts";
import type { QueryShape } from "./query-shape.ts";
import { compareValues, isEqual, isNaNValue, rank } from "./value-order.ts";

/** Whether a document belongs to the query, its limit and offset aside. */
export function matchesShape(shape: QueryShape, path: string, document: Document): boolean {
  return isInScope(shape, path) && isResult(shape, document);
}

/** As `matchesShape`, for a document that is known to be in the query's collection. */
export function isResult(shape: QueryShape, document: Document): boolean {
  if (shape.filter !== null && !holds(shape.filter, document)) return false;
  for (const order of shape.orders) {
    if (valueAt(document, order.path) === undefined) return false;
  }
  if (shape.startAt !== null) {
    const position = comparePosition(shape, document, shape.startAt);
    if (shape.startAt.before ? position < 0 : position <= 0) return false;
  }
  if (shape.endAt === null) return true;
  const position = comparePosition(shape, document, shape.endAt);
  return shape.endAt.before ? position < 0 : position <= 0;
}

export function isInScope(shape: QueryShape, path: string): boolean {
  const parts = splitPath(path);
  if (shape.collection !== null) return parts.collection === shape.collection;
  if (shape.collectionId !== "" && parts.collectionId !== shape.collectionId) return false;
  return shape.parent === "" || path.startsWith(`${shape.parent}/`);
}

/** The order of the query's results. */
export function compareDocuments(shape: QueryShape, left: Document, right: Document): number {
  for (const { path, direction } of shape.orders) {
    const [a, b] = [valueAt(left, path), valueAt(right, path)];
    const order = a === undefined || b === undefined ? 0 : compareValues(a, b);
    if (order !== 0) return direction === "DESCENDING" ? -order : order;
  }
  return 0;
}

function comparePosition(shape: QueryShape, document: Document, cursor: Cursor): number {
  for (const [i, wanted] of cursor.values.entries()) {
    const order = shape.orders[i];
    const value = order && valueAt(document, order.path);
    if (order === undefined || value === undefined) continue;
    const difference = compareValues(value, wanted);
    if (difference !== 0) return order.direction === "DESCENDING" ? -difference : difference;
  }
  return 0;
}

export function valueAt(document: Document, path: FieldPath): Value | undefined {
  if (path.length === 1 && path[0] === DOCUMENT_ID) return { referenceValue: document.name };
  return getField(document.fields, path);
}

function holds(filter: Filter, document: Document): boolean {
  if ("compositeFilter" in filter) {
    const { op, filters } = filter.compositeFilter;
    return op === "AND"
      ? filters.every((part) => holds(part, document))
      : filters.some((part) => holds(part, document));
  }
  const predicate = predicateOf(filter);
  const value = valueAt(document, predicate.path);
  return value !== undefined && satisfies(predicate, value);
}

function satisfies({ op, value: operand }: Predicate, value: Value): boolean {
  switch (op) {
    case "EQUAL":
      return isEqual(value, operand);
    case "NOT_EQUAL":
      return !("nullValue" in value) && !isEqual(value, operand);
    case "LESS_THAN":
      return isComparable(value, operand) && compareValues(value, operand) < 0;
    case "LESS_THAN_OR_EQUAL":
      return isComparable(value, operand) && compareValues(value, operand) <= 0;
    case "GREATER_THAN":
      return isComparable(value, operand) && compareValues(value, operand) > 0;
    case "GREATER_THAN_OR_EQUAL":
      return isComparable(value, operand) && compareValues(value, operand) >= 0;
    case "IN":
      return listOf(operand).some((one) => isEqual(value, one));
    case "NOT_IN":
      return (
        !("nullValue" in value) &&
        !listOf(operand).some((one) => "nullValue" in one || isEqual(value, one))
      );
    case "ARRAY_CONTAINS":
      return listOf(value).some((one) => isEqual(one, operand));
    case "ARRAY_CONTAINS_ANY":
      return listOf(value).some((one) => listOf(operand).some((other) => isEqual(one, other)));
  }
}

/** NaN sorts before all numbers, yet is less than none. */
function isComparable(value: Value, operand: Value): boolean {
  return rank(value) === rank(operand) && !isNaNValue(value);
}

function listOf(value: Value): Value[] {
  return "arrayValue" in value ? value.arrayValue.values : [];
}
