import { FirestoreError } from "../errors.ts";
import type { Aggregation, Document, Value } from "../protocol.ts";
import { DOCUMENT_ID, formatFieldPath, getField, parseFieldPath } from "./field-path.ts";
import type { QueryShape } from "./query-shape.ts";
import { toDouble } from "./transforms.ts";
import { RANK, rank, toNumber } from "./value-order.ts";

const AGGREGATIONS_MAX = 5;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export function checkAggregations(aggregations: Aggregation[]): void {
  if (aggregations.length === 0 || aggregations.length > AGGREGATIONS_MAX) {
    throw invalid(`A query has between 1 and ${AGGREGATIONS_MAX} aggregations.`);
  }
  const aliases = new Set(aggregations.map((one) => one.alias));
  if (aliases.size < aggregations.length) throw invalid("Aggregation aliases must be unique.");
  for (const { count } of aggregations) {
    const upTo = count?.upTo;
    if (upTo !== undefined && BigInt(upTo) <= 0n) throw invalid("up_to must be greater than 0.");
  }
}

/** The query that an aggregation reads: fields summed or averaged must be there, so they join the order. */
export function aggregatedShape(shape: QueryShape, aggregations: Aggregation[]): QueryShape {
  const orders = [...shape.orders];
  const named = orders.pop();
  const seen = new Set(orders.map((order) => order.field));
  const fields = aggregations.flatMap((one) => one.sum?.field ?? one.avg?.field ?? []);
  for (const { fieldPath } of fields) {
    const path = parseFieldPath(fieldPath);
    const field = formatFieldPath(path);
    if (seen.has(field) || field === DOCUMENT_ID) continue;
    seen.add(field);
    orders.push({ field, path, direction: named?.direction ?? "ASCENDING" });
  }
  return { ...shape, orders: named === undefined ? orders : [...orders, named] };
}

export function aggregate(
  aggregations: Aggregation[],
  documents: Document[],
): Record<string, Value> {
  return Object.fromEntries(aggregations.map((one) => [one.alias, resultOf(one, documents)]));
}

/** The results of counts alone. */
export function counted(aggregations: Aggregation[], count: number): Record<string, Value> {
  return Object.fromEntries(aggregations.map((one) => [one.alias, countOf(one, count)]));
}

function countOf({ count }: Aggregation, documentCount: number): Value {
  const upTo = count?.upTo === undefined ? Number.POSITIVE_INFINITY : Number(count.upTo);
  return { integerValue: String(Math.min(documentCount, upTo)) };
}

function resultOf(aggregation: Aggregation, documents: Document[]): Value {
  const { sum, avg } = aggregation;
  const field = sum?.field ?? avg?.field;
  if (field === undefined) return countOf(aggregation, documents.length);
  const path = parseFieldPath(field.fieldPath);
  const numbers = documents
    .map((document) => getField(document.fields, path))
    .filter((value) => value !== undefined)
    .filter((value) => rank(value) === RANK.number);
  if (sum !== undefined) return sumOf(numbers);
  if (numbers.length === 0) return { nullValue: "NULL_VALUE" };
  return toDouble(toNumber(sumOf(numbers)) / numbers.length);
}

/** An int64 while every number is one and the sum fits; else a double. */
function sumOf(numbers: Value[]): Value {
  let exact = 0n;
  let inexact = 0;
  let isExact = true;
  for (const number of numbers) {
    if ("integerValue" in number) exact += BigInt(number.integerValue);
    else {
      isExact = false;
      inexact += toNumber(number);
    }
  }
  if (isExact && exact <= INT64_MAX && exact >= INT64_MIN) return { integerValue: String(exact) };
  return toDouble(Number(exact) + inexact);
}

function invalid(message: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", message);
}
