import { FirestoreError } from "../errors.ts";
import type { Cursor, Direction, Filter, StructuredQuery, Value } from "../protocol.ts";
import { checkCollectionId, parentPath } from "./document-name.ts";
import { DOCUMENT_ID, type FieldPath, formatFieldPath, parseFieldPath } from "./field-path.ts";
import { disjunctionsOf, type Predicate, predicatesOf } from "./filter-shape.ts";
import { compareUtf8 } from "./utf8-order.ts";

export interface OrderShape {
  /** Canonical text of the field path. */
  field: string;
  path: FieldPath;
  direction: Direction;
}

/** A query checked and made explicit: every order that Firestore adds by itself is there. */
export interface QueryShape {
  /** Document path above the collection; empty at the root. */
  parent: string;
  /** Empty for every collection below the parent (what recursive deletion asks for). */
  collectionId: string;
  /** Path of the one collection; null for a collection group. */
  collection: string | null;
  filter: Filter | null;
  /** The filter as alternatives, each a conjunction. Without a filter there is one, and it is empty. */
  disjunctions: Predicate[][];
  /** Ends with the document name. */
  orders: OrderShape[];
  startAt: Cursor | null;
  endAt: Cursor | null;
  offset: number;
  limit: number | null;
  /** Null: whole documents. */
  select: FieldPath[] | null;
}

export function shapeQuery(root: string, parent: string, query: StructuredQuery): QueryShape {
  const [from, ...others] = query.from;
  if (from === undefined || others.length > 0)
    throw invalid("A query names exactly one collection.");
  const { collectionId, allDescendants = false } = from;
  if (collectionId !== "") checkCollectionId(collectionId);
  else if (!allDescendants) throw invalid("The collection id of a query is empty.");
  const above = parentPath(root, parent);
  const filter = query.where ?? null;
  const disjunctions = disjunctionsOf(filter);
  const orders = ordersOf(query, filter);
  return {
    parent: above,
    collectionId,
    collection: allDescendants ? null : above === "" ? collectionId : `${above}/${collectionId}`,
    filter,
    disjunctions,
    orders,
    startAt: checkedCursor(query.startAt, orders),
    endAt: checkedCursor(query.endAt, orders),
    offset: checkedCount("offset", query.offset) ?? 0,
    limit: checkedCount("limit", query.limit),
    select: query.select ? selected(query.select.fields) : null,
  };
}

function ordersOf(query: StructuredQuery, filter: Filter | null): OrderShape[] {
  const orders: OrderShape[] = [];
  const seen = new Set<string>();
  const add = (path: FieldPath, direction: Direction) => {
    const field = formatFieldPath(path);
    if (seen.has(field) || seen.has(DOCUMENT_ID)) return;
    seen.add(field);
    orders.push({ field, path, direction });
  };
  for (const { field, direction } of query.orderBy ?? []) {
    if (seen.has(DOCUMENT_ID)) {
      throw invalid("order by clause cannot contain more fields after the key");
    }
    const path = parseFieldPath(field.fieldPath);
    if (seen.has(formatFieldPath(path))) {
      throw invalid(`order by clause cannot contain duplicate fields ${field.fieldPath}`);
    }
    add(path, direction);
  }
  const direction = orders.at(-1)?.direction ?? "ASCENDING";
  const unequal = predicatesOf(filter)
    .filter((predicate) => predicate.isInequality && predicate.field !== DOCUMENT_ID)
    .sort((a, b) => compareUtf8(a.field, b.field));
  for (const predicate of unequal) add(predicate.path, direction);
  add([DOCUMENT_ID], direction);
  return orders;
}

function checkedCursor(cursor: Cursor | undefined, orders: OrderShape[]): Cursor | null {
  if (cursor === undefined || cursor.values.length === 0) return null;
  if (cursor.values.length > orders.length) {
    throw invalid("Cursor has too many values.");
  }
  for (const [i, value] of cursor.values.entries()) {
    if (orders[i]?.field === DOCUMENT_ID) checkNameValue(value);
  }
  return cursor;
}

function checkNameValue(value: Value): void {
  if (!("referenceValue" in value)) {
    throw invalid("__key__ filter value must be a Key ((a cursor on __name__ takes a reference)).");
  }
}

function checkedCount(name: string, count: number | undefined): number | null {
  if (count === undefined) return null;
  if (!Number.isInteger(count) || count < 0) throw invalid(`The ${name} is negative.`);
  return count;
}

function selected(fields: { fieldPath: string }[]): FieldPath[] {
  return fields.map((field) => parseFieldPath(field.fieldPath)).filter((p) => p[0] !== DOCUMENT_ID);
}

function invalid(message: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", message);
}
