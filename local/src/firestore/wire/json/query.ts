import { FirestoreError } from "../../errors.ts";
import type {
  Aggregation,
  Cursor,
  Direction,
  FieldOperator,
  FieldReference,
  Filter,
  Order,
  StructuredAggregationQuery,
  StructuredQuery,
} from "../../protocol.ts";
import {
  isPresent,
  join,
  readBoolean,
  readEnum,
  readInt32,
  readInt32Value,
  readInt64Value,
  readList,
  readObject,
  readString,
  refuse,
} from "./checks.ts";
import { readValue } from "./value.ts";

export const COMPOSITE_OPERATORS = ["", "AND", "OR"] as const;
export const FIELD_OPERATORS: readonly ("" | FieldOperator)[] = [
  "",
  "LESS_THAN",
  "LESS_THAN_OR_EQUAL",
  "GREATER_THAN",
  "GREATER_THAN_OR_EQUAL",
  "EQUAL",
  "NOT_EQUAL",
  "ARRAY_CONTAINS",
  "IN",
  "ARRAY_CONTAINS_ANY",
  "NOT_IN",
];
export const UNARY_OPERATORS = ["", "", "IS_NAN", "IS_NULL", "IS_NOT_NAN", "IS_NOT_NULL"] as const;
const DIRECTIONS: readonly Direction[] = ["ASCENDING", "ASCENDING", "DESCENDING"];

export function refuseVectorSearch(): never {
  throw new FirestoreError(
    "UNIMPLEMENTED",
    "((find_nearest is not implemented in the embedded Firestore.))",
  );
}

export function readStructuredQuery(value: unknown, path: string): StructuredQuery {
  const query = readObject(value, path, [
    "select",
    "from",
    "where",
    "orderBy",
    "startAt",
    "endAt",
    "offset",
    "limit",
    "findNearest",
  ]);
  if (isPresent(query.findNearest)) refuseVectorSearch();
  const at = (key: string) => join(path, key);
  return {
    from: readList(query.from, at("from"), readSelector),
    ...(isPresent(query.select) && { select: readProjection(query.select, at("select")) }),
    ...(isPresent(query.where) && { where: readFilter(query.where, at("where")) }),
    ...(isPresent(query.orderBy) && { orderBy: readList(query.orderBy, at("orderBy"), readOrder) }),
    ...(isPresent(query.startAt) && { startAt: readCursor(query.startAt, at("startAt")) }),
    ...(isPresent(query.endAt) && { endAt: readCursor(query.endAt, at("endAt")) }),
    ...(isPresent(query.offset) && { offset: readInt32(query.offset, at("offset")) }),
    ...(isPresent(query.limit) && { limit: readInt32Value(query.limit, at("limit")) }),
  };
}

function readSelector(value: unknown, path: string): StructuredQuery["from"][number] {
  const selector = readObject(value, path, ["collectionId", "allDescendants"]);
  return {
    collectionId: readString(selector.collectionId ?? "", join(path, "collectionId")),
    ...(isPresent(selector.allDescendants) && {
      allDescendants: readBoolean(selector.allDescendants, join(path, "allDescendants")),
    }),
  };
}

function readProjection(value: unknown, path: string): { fields: FieldReference[] } {
  const projection = readObject(value, path, ["fields"]);
  return { fields: readList(projection.fields, join(path, "fields"), readField) };
}

function readField(value: unknown, path: string): FieldReference {
  const field = readObject(value, path, ["fieldPath"]);
  return { fieldPath: readString(field.fieldPath, join(path, "fieldPath")) };
}

export function readCursor(value: unknown, path: string): Cursor {
  const cursor = readObject(value, path, ["values", "before"]);
  return {
    values: readList(cursor.values, join(path, "values"), readValue),
    before: readBoolean(cursor.before ?? false, join(path, "before")),
  };
}

function readOrder(value: unknown, path: string): Order {
  const order = readObject(value, path, ["field", "direction"]);
  return {
    field: readField(order.field, join(path, "field")),
    direction: isPresent(order.direction)
      ? readEnum(order.direction, join(path, "direction"), DIRECTIONS)
      : "ASCENDING",
  };
}

const FILTERS = ["compositeFilter", "fieldFilter", "unaryFilter"] as const;

function readFilter(value: unknown, path: string): Filter {
  const filter = readObject(value, path, FILTERS);
  const named = FILTERS.filter((name) => isPresent(filter[name]));
  const kind = named[0];
  if (kind === undefined || named.length > 1) refuse(path, "a filter has exactly one kind.");
  const at = join(path, kind);
  switch (kind) {
    case "compositeFilter": {
      const composite = readObject(filter.compositeFilter, at, ["op", "filters"]);
      const op = readEnum<"AND" | "OR">(composite.op, join(at, "op"), COMPOSITE_OPERATORS);
      const filters = readList(composite.filters, join(at, "filters"), readFilter);
      return { compositeFilter: { op, filters } };
    }
    case "fieldFilter": {
      const part = readObject(filter.fieldFilter, at, ["field", "op", "value"]);
      const field = readField(part.field, join(at, "field"));
      const op = readEnum<FieldOperator>(part.op, join(at, "op"), FIELD_OPERATORS);
      return { fieldFilter: { field, op, value: readValue(part.value, join(at, "value")) } };
    }
    case "unaryFilter": {
      const part = readObject(filter.unaryFilter, at, ["field", "op"]);
      const op = readEnum(part.op, join(at, "op"), UNARY_OPERATORS);
      return { unaryFilter: { field: readField(part.field, join(at, "field")), op } };
    }
  }
}

export function readAggregationQuery(value: unknown, path: string): StructuredAggregationQuery {
  const query = readObject(value, path, ["structuredQuery", "aggregations"]);
  return {
    structuredQuery: readStructuredQuery(query.structuredQuery, join(path, "structuredQuery")),
    aggregations: readList(query.aggregations, join(path, "aggregations"), readAggregation).map(
      nameAggregation,
    ),
  };
}

/** Unnamed aggregations are `field_1`, `field_2`, … in production. */
export function nameAggregation(aggregation: Aggregation, index: number): Aggregation {
  return aggregation.alias === "" ? { ...aggregation, alias: `field_${index + 1}` } : aggregation;
}

function readAggregation(value: unknown, path: string): Aggregation {
  const aggregation = readObject(value, path, ["alias", "count", "sum", "avg"]);
  const alias = readString(aggregation.alias ?? "", join(path, "alias"));
  if (isPresent(aggregation.sum))
    return { alias, sum: readFold(aggregation.sum, join(path, "sum")) };
  if (isPresent(aggregation.avg))
    return { alias, avg: readFold(aggregation.avg, join(path, "avg")) };
  const at = join(path, "count");
  const count = readObject(aggregation.count, at, ["upTo"]);
  if (!isPresent(count.upTo)) return { alias, count: {} };
  return { alias, count: { upTo: readInt64Value(count.upTo, join(at, "upTo")) } };
}

function readFold(value: unknown, path: string): { field: FieldReference } {
  return { field: readField(readObject(value, path, ["field"]).field, join(path, "field")) };
}
