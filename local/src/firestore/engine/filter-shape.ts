import { FirestoreError } from "../errors.ts";
import type { FieldOperator, Filter, Value } from "../protocol.ts";
import { DOCUMENT_ID, type FieldPath, formatFieldPath, parseFieldPath } from "./field-path.ts";
import { isNaNValue } from "./value-order.ts";

/** One comparison of a filter. The unary ones are written as comparisons with null and NaN. */
export interface Predicate {
  field: string;
  path: FieldPath;
  op: FieldOperator;
  value: Value;
  /** Its field joins the implicit order of the query. */
  isInequality: boolean;
}

const DISJUNCTIONS_MAX = 30;
const NOT_IN_VALUES_MAX = 10;
const INEQUALITY_FIELDS_MAX = 10;
const FILTERS_MAX = 100;

const NULL: Value = { nullValue: "NULL_VALUE" };
const NAN: Value = { doubleValue: "NaN" };

const INEQUALITIES: ReadonlySet<FieldOperator> = new Set([
  "LESS_THAN",
  "LESS_THAN_OR_EQUAL",
  "GREATER_THAN",
  "GREATER_THAN_OR_EQUAL",
  "NOT_EQUAL",
  "NOT_IN",
] as const);

const predicateCache = new WeakMap<Filter, Predicate>();

export function predicateOf(filter: Exclude<Filter, { compositeFilter: unknown }>): Predicate {
  const known = predicateCache.get(filter);
  if (known) return known;
  const predicate =
    "unaryFilter" in filter ? unary(filter.unaryFilter) : binary(filter.fieldFilter);
  predicateCache.set(filter, predicate);
  return predicate;
}

/** Every comparison anywhere in the filter. */
export function predicatesOf(filter: Filter | null): Predicate[] {
  if (filter === null) return [];
  if ("compositeFilter" in filter) return filter.compositeFilter.filters.flatMap(predicatesOf);
  return [predicateOf(filter)];
}

/** The filter in disjunctive normal form, checked against production's limits. */
export function disjunctionsOf(filter: Filter | null): Predicate[][] {
  if (filter === null) return [[]];
  checkCombination(filter);
  return expand(filter);
}

function expand(filter: Filter): Predicate[][] {
  if (!("compositeFilter" in filter)) return alternatives(predicateOf(filter)).map((one) => [one]);
  const { op, filters } = filter.compositeFilter;
  if (op === "OR") return limited(filters.flatMap(expand));
  let product: Predicate[][] = [[]];
  for (const part of filters) {
    const choices = expand(part);
    product = limited(product.flatMap((left) => choices.map((right) => [...left, ...right])));
  }
  return product;
}

function alternatives(predicate: Predicate): Predicate[] {
  const { op, value } = predicate;
  if ((op !== "IN" && op !== "ARRAY_CONTAINS_ANY") || !("arrayValue" in value)) return [predicate];
  const single = op === "IN" ? "EQUAL" : "ARRAY_CONTAINS";
  return value.arrayValue.values.map((one) => ({ ...predicate, op: single, value: one }));
}

function limited(disjunctions: Predicate[][]): Predicate[][] {
  if (disjunctions.length <= DISJUNCTIONS_MAX) return disjunctions;
  throw invalid(`The query has more than ${DISJUNCTIONS_MAX} disjunctions in normal form.`);
}

function checkCombination(filter: Filter): void {
  const predicates = predicatesOf(filter);
  if (predicates.length > FILTERS_MAX) throw invalid("The query has more than 100 filters.");
  const count = (op: FieldOperator) => predicates.filter((one) => one.op === op).length;
  const notIn = count("NOT_IN");
  if (notIn + count("NOT_EQUAL") > 1 && notIn > 0) {
    throw invalid(
      "'NOT_IN' cannot be used in the same query with 'NOT_EQUAL' or another 'NOT_IN'.",
    );
  }
  if (notIn > 0 && count("IN") + count("ARRAY_CONTAINS_ANY") > 0) {
    throw invalid("'NOT_IN' cannot be used in the same query with 'IN' or 'ARRAY_CONTAINS_ANY'.");
  }
  const unequal = new Set(predicates.filter((one) => one.isInequality).map((one) => one.field));
  if (unequal.size > INEQUALITY_FIELDS_MAX) {
    throw invalid("A query has range and inequality filters on at most 10 fields.");
  }
  for (const disjunction of expand(filter)) {
    if (disjunction.filter((one) => one.op === "ARRAY_CONTAINS").length > 1) {
      throw invalid("A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.");
    }
  }
}

function unary(filter: Extract<Filter, { unaryFilter: unknown }>["unaryFilter"]): Predicate {
  const path = parseFieldPath(filter.field.fieldPath);
  const field = formatFieldPath(path);
  const value = filter.op === "IS_NULL" || filter.op === "IS_NOT_NULL" ? NULL : NAN;
  const isInequality = filter.op === "IS_NOT_NULL" || filter.op === "IS_NOT_NAN";
  return { field, path, op: isInequality ? "NOT_EQUAL" : "EQUAL", value, isInequality };
}

function binary(filter: Extract<Filter, { fieldFilter: unknown }>["fieldFilter"]): Predicate {
  const path = parseFieldPath(filter.field.fieldPath);
  const field = formatFieldPath(path);
  const { op, value } = filter;
  checkOperand(field, op, value);
  return { field, path, op, value, isInequality: INEQUALITIES.has(op) };
}

function checkOperand(field: string, op: FieldOperator, value: Value): void {
  const isList = op === "IN" || op === "NOT_IN" || op === "ARRAY_CONTAINS_ANY";
  if (isList) checkList(op, value);
  if (field !== DOCUMENT_ID) {
    checkRange(op, value);
    return;
  }
  if (op === "ARRAY_CONTAINS" || op === "ARRAY_CONTAINS_ANY") {
    throw invalid("__key__ does not support array filters.");
  }
  const names = isList && "arrayValue" in value ? value.arrayValue.values : [value];
  if (!names.every((name) => "referenceValue" in name)) {
    throw invalid("__key__ filter value must be a Key");
  }
}

function checkRange(op: FieldOperator, value: Value): void {
  if (!INEQUALITIES.has(op) || op === "NOT_EQUAL" || op === "NOT_IN") return;
  if ("nullValue" in value) throw invalid(`Only == and != comparisons with null are supported.`);
  if (isNaNValue(value)) throw invalid("Only == and != comparisons with NaN are supported.");
}

function checkList(op: FieldOperator, value: Value): void {
  if (!("arrayValue" in value) || value.arrayValue.values.length === 0) {
    throw invalid(`'${op}' requires a non-empty ArrayValue.`);
  }
  const most = op === "NOT_IN" ? NOT_IN_VALUES_MAX : DISJUNCTIONS_MAX;
  if (value.arrayValue.values.length > most) {
    throw invalid(`'${op}' supports up to ${most} comparison values.`);
  }
}

function invalid(message: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", message);
}
