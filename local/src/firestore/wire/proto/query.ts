import { FirestoreError } from "../../errors.ts";
import type {
  Aggregation,
  Cursor,
  FieldReference,
  Filter,
  Order,
  StructuredAggregationQuery,
  StructuredQuery,
  Value,
} from "../../protocol.ts";
import {
  COMPOSITE_OPERATORS,
  FIELD_OPERATORS,
  nameAggregation,
  refuseVectorSearch,
  UNARY_OPERATORS,
} from "../json/query.ts";
import { readValue, writeValue } from "./value.ts";
import { type Reader, readInt64, readNested, type Writer, writeNested } from "./wire-format.ts";

export function readStructuredQuery(reader: Reader): StructuredQuery {
  return readNested<StructuredQuery>(reader, { from: [] }, readQueryMember);
}

function readQueryMember(reader: Reader, tag: number, query: StructuredQuery): boolean {
  switch (tag) {
    case 10:
      query.select = readProjection(reader);
      return true;
    case 18:
      query.from.push(readSelector(reader));
      return true;
    case 26:
      query.where = readFilter(reader);
      return true;
    case 34:
      query.orderBy ??= [];
      query.orderBy.push(readOrder(reader));
      return true;
    case 42:
      query.limit = readNested(reader, { value: 0 }, readWrapped).value;
      return true;
    case 48:
      query.offset = reader.int32();
      return true;
    case 58:
      query.startAt = readCursor(reader);
      return true;
    case 66:
      query.endAt = readCursor(reader);
      return true;
    case 74:
      return refuseVectorSearch();
    default:
      return false;
  }
}

/** Int32Value. */
export function readWrapped(reader: Reader, tag: number, wrapper: { value: number }): boolean {
  if (tag !== 8) return false;
  wrapper.value = reader.int32();
  return true;
}

function readProjection(reader: Reader): { fields: FieldReference[] } {
  return readNested(reader, { fields: [] as FieldReference[] }, (inner, tag, projection) => {
    if (tag !== 18) return false;
    projection.fields.push(readField(inner));
    return true;
  });
}

function readField(reader: Reader): FieldReference {
  return readNested(reader, { fieldPath: "" }, (inner, tag, field) => {
    if (tag !== 18) return false;
    field.fieldPath = inner.string();
    return true;
  });
}

type Selector = StructuredQuery["from"][number];

function readSelector(reader: Reader): Selector {
  return readNested<Selector>(reader, { collectionId: "" }, (inner, tag, selector) => {
    if (tag === 18) selector.collectionId = inner.string();
    else if (tag === 24) selector.allDescendants = inner.bool();
    else return false;
    return true;
  });
}

function readOrder(reader: Reader): Order {
  const order: Order = { field: { fieldPath: "" }, direction: "ASCENDING" };
  return readNested(reader, order, (inner, tag, target) => {
    if (tag === 10) target.field = readField(inner);
    else if (tag === 16) target.direction = inner.int32() === 2 ? "DESCENDING" : "ASCENDING";
    else return false;
    return true;
  });
}

function readCursor(reader: Reader): Cursor {
  return readNested<Cursor>(reader, { values: [], before: false }, (inner, tag, cursor) => {
    if (tag === 10) cursor.values.push(readValue(inner));
    else if (tag === 16) cursor.before = inner.bool();
    else return false;
    return true;
  });
}

export function writeCursor(writer: Writer, cursor: { values: Value[]; before?: boolean }): void {
  for (const value of cursor.values) writeNested(writer, 10, value, writeValue);
  if (cursor.before === true) writer.uint32(16).bool(true);
}

interface FilterParts {
  filter: Filter | null;
}

function readFilter(reader: Reader): Filter {
  const { filter } = readNested<FilterParts>(reader, { filter: null }, (inner, tag, target) => {
    if (tag === 10) target.filter = readCompositeFilter(inner);
    else if (tag === 18) target.filter = readFieldFilter(inner);
    else if (tag === 26) target.filter = readUnaryFilter(inner);
    else return false;
    return true;
  });
  return filter ?? refuse("A filter has no kind.");
}

function refuse(message: string): never {
  throw new FirestoreError("INVALID_ARGUMENT", message);
}

function readCompositeFilter(reader: Reader): Filter {
  const parts = { op: 0, filters: [] as Filter[] };
  readNested(reader, parts, (inner, tag, target) => {
    if (tag === 8) target.op = inner.int32();
    else if (tag === 18) target.filters.push(readFilter(inner));
    else return false;
    return true;
  });
  const op =
    COMPOSITE_OPERATORS[parts.op] || refuse(`Composite operator ${parts.op} is not known.`);
  return { compositeFilter: { op, filters: parts.filters } };
}

function readFieldFilter(reader: Reader): Filter {
  const parts = { field: { fieldPath: "" }, op: 0, value: null as Value | null };
  readNested(reader, parts, (inner, tag, target) => {
    if (tag === 10) target.field = readField(inner);
    else if (tag === 16) target.op = inner.int32();
    else if (tag === 26) target.value = readValue(inner);
    else return false;
    return true;
  });
  const op = FIELD_OPERATORS[parts.op] || refuse(`Field operator ${parts.op} is not known.`);
  if (parts.value === null) refuse("A field filter has no value.");
  return { fieldFilter: { field: parts.field, op, value: parts.value } };
}

function readUnaryFilter(reader: Reader): Filter {
  const parts = { field: { fieldPath: "" }, op: 0 };
  readNested(reader, parts, (inner, tag, target) => {
    if (tag === 8) target.op = inner.int32();
    else if (tag === 18) target.field = readField(inner);
    else return false;
    return true;
  });
  const op = UNARY_OPERATORS[parts.op] || refuse(`Unary operator ${parts.op} is not known.`);
  return { unaryFilter: { field: parts.field, op } };
}

interface AggregationParts {
  structuredQuery: StructuredQuery;
  aggregations: Aggregation[];
}

export function readAggregationQuery(reader: Reader): StructuredAggregationQuery {
  const parts: AggregationParts = { structuredQuery: { from: [] }, aggregations: [] };
  readNested(reader, parts, (inner, tag, target) => {
    if (tag === 10) target.structuredQuery = readStructuredQuery(inner);
    else if (tag === 26) target.aggregations.push(readAggregation(inner));
    else return false;
    return true;
  });
  return { ...parts, aggregations: parts.aggregations.map(nameAggregation) };
}

function readAggregation(reader: Reader): Aggregation {
  return readNested<Aggregation>(reader, { alias: "" }, (inner, tag, aggregation) => {
    if (tag === 10) aggregation.count = readNested<{ upTo?: string }>(inner, {}, readCountMember);
    else if (tag === 18) aggregation.sum = readFold(inner);
    else if (tag === 26) aggregation.avg = readFold(inner);
    else if (tag === 58) aggregation.alias = inner.string();
    else return false;
    return true;
  });
}

function readCountMember(reader: Reader, tag: number, count: { upTo?: string }): boolean {
  if (tag !== 10) return false;
  count.upTo = readNested(reader, { value: "0" }, (inner, innerTag, wrapper) => {
    if (innerTag !== 8) return false;
    wrapper.value = readInt64(inner);
    return true;
  }).value;
  return true;
}

function readFold(reader: Reader): { field: FieldReference } {
  return readNested(reader, { field: { fieldPath: "" } }, (inner, tag, fold) => {
    if (tag !== 10) return false;
    fold.field = readField(inner);
    return true;
  });
}
