import { compareOrder, every, includes, not, sameValue, some } from "./compare.ts";
import type { RulesValue } from "./values.ts";
import { isList, RulesMap, RulesPath, RulesSet, typeNameOf, UNKNOWN, Unknown } from "./values.ts";

export interface Bound {
  value: RulesValue;
  isInclusive: boolean;
}

/** A field of every document that a query may return, as far as the query's own constraints tell. */
export class FieldFacts extends Unknown {
  /** Equal, but whether an integer or a float is open: Firestore finds 1 and 1.0 alike. */
  equal: RulesValue | undefined;
  lower: Bound | undefined;
  upper: Bound | undefined;
  readonly excluded: RulesValue[] = [];
  /** What the field, a list, contains. */
  readonly members: RulesValue[] = [];

  equalsKnown(value: RulesValue): boolean | undefined {
    if (this.equal !== undefined) return sameValue(this.equal, value);
    if (this.excluded.some((item) => sameValue(item, value) === true)) return false;
    if (this.members.length > 0 && !isList(value) && !(value instanceof RulesSet)) return false;
    const { lower, upper } = this;
    const fromLower = lower && compareOrder(value, lower.value);
    const fromUpper = upper && compareOrder(value, upper.value);
    // An inequality returns values of its own type only.
    const sample = lower?.value ?? upper?.value;
    if (sample !== undefined && orderedTypeOf(sample) !== orderedTypeOf(value)) return false;
    if (fromLower !== undefined && (fromLower < 0 || (fromLower === 0 && !lower?.isInclusive))) {
      return false;
    }
    if (fromUpper !== undefined && (fromUpper > 0 || (fromUpper === 0 && !upper?.isInclusive))) {
      return false;
    }
    return fromLower === 0 && fromUpper === 0 ? true : undefined;
  }

  isBelow(value: RulesValue, orEqual: boolean): boolean | undefined {
    if (this.equal !== undefined) {
      const order = compareOrder(this.equal, value);
      if (order === undefined || Number.isNaN(order)) return undefined;
      return orEqual ? order <= 0 : order < 0;
    }
    const fromUpper = this.upper && compareOrder(this.upper.value, value);
    if (fromUpper !== undefined) {
      if (fromUpper < 0 || (fromUpper === 0 && (orEqual || !this.upper?.isInclusive))) return true;
    }
    const fromLower = this.lower && compareOrder(this.lower.value, value);
    if (fromLower !== undefined) {
      if (fromLower > 0 || (fromLower === 0 && !(orEqual && this.lower?.isInclusive))) return false;
    }
    return undefined;
  }

  hasType(type: string): boolean | undefined {
    if (this.members.length > 0) return type === "list";
    const sample = this.equal ?? this.lower?.value ?? this.upper?.value;
    if (sample === undefined || sample === null) return undefined;
    if (typeof sample !== "bigint" && typeof sample !== "number") {
      return typeNameOf(sample) === type;
    }
    if (type === "number") return true;
    return type === "int" || type === "float" ? undefined : false;
  }
}

function orderedTypeOf(value: RulesValue): string {
  const isNumber = typeof value === "bigint" || typeof value === "number";
  return isNumber ? "number" : typeNameOf(value);
}

/** A map of which some keys are known: the data of a query's documents. */
export class PartialMap extends Unknown {
  readonly known = new Map<string, RulesValue>();

  read(key: string): RulesValue {
    const value = this.known.get(key);
    return value === undefined ? UNKNOWN : value;
  }
}

export function containsUnknown(value: RulesValue): boolean {
  if (value instanceof Unknown) return true;
  if (isList(value)) return value.some(containsUnknown);
  if (value instanceof RulesSet) return value.items.some(containsUnknown);
  if (value instanceof RulesPath) return value.segments.some(containsUnknown);
  if (value instanceof RulesMap) {
    return value.keys().some((key) => containsUnknown(value.get(key) ?? null));
  }
  return false;
}

/** `value in container`, where either is open. */
export function isMember(value: RulesValue, container: RulesValue): boolean | undefined {
  if (container instanceof PartialMap) {
    return typeof value === "string" && container.known.has(value) ? true : undefined;
  }
  if (container instanceof FieldFacts) {
    if (isList(container.equal ?? null)) return includes(itemsOf(container.equal) ?? [], value);
    return includes(container.members, value) === true ? true : undefined;
  }
  if (container instanceof RulesMap) {
    return some(container.keys().map((key) => sameValue(value, key)));
  }
  const items = itemsOf(container);
  return items === null ? undefined : includes(items, value);
}

function itemsOf(value: RulesValue | undefined): readonly RulesValue[] | null {
  if (value === undefined) return null;
  if (isList(value)) return value;
  return value instanceof RulesSet ? value.items : null;
}

/** The methods that a query's constraints can decide. */
export function callOnUnknown(
  object: RulesValue,
  method: string,
  args: readonly RulesValue[],
): RulesValue {
  if (object instanceof PartialMap) return callOnPartialMap(object, method, args);
  const held = itemsOf(object);
  const isListForSure = held || (object instanceof FieldFacts && object.hasType("list") === true);
  const [first] = args;
  if (first === undefined || args.length !== 1 || !isListForSure) return UNKNOWN;
  const answer = compareSets(method, object, held, first);
  return answer === undefined ? UNKNOWN : answer;
}

function callOnPartialMap(
  map: PartialMap,
  method: string,
  args: readonly RulesValue[],
): RulesValue {
  if (method === "keys" && args.length === 0) {
    const keys = new FieldFacts();
    keys.members.push(...map.known.keys());
    return keys;
  }
  const [key] = args;
  if (method !== "get" || args.length !== 2 || key === undefined) return UNKNOWN;
  let value: RulesValue = map;
  for (const step of isList(key) ? key : [key]) {
    if (typeof step !== "string") return UNKNOWN;
    const next: RulesValue | undefined =
      value instanceof PartialMap || value instanceof RulesMap ? readKnown(value, step) : undefined;
    if (next === undefined) return UNKNOWN;
    value = next;
  }
  return value;
}

function readKnown(map: PartialMap | RulesMap, key: string): RulesValue | undefined {
  return map instanceof PartialMap ? map.known.get(key) : map.get(key);
}

function compareSets(
  method: string,
  object: RulesValue,
  held: readonly RulesValue[] | null,
  other: RulesValue,
): boolean | undefined {
  const wanted = itemsOf(other);
  if (wanted === null) {
    // `['a'].hasAny(resource.data.tags)` where the query says what the tags contain.
    const overlaps = method === "hasAny" && held?.some((item) => isMember(item, other) === true);
    return overlaps && other instanceof FieldFacts ? true : undefined;
  }
  if (method === "hasOnly") {
    return held ? every(held.map((item) => includes(wanted, item))) : undefined;
  }
  if (method === "hasAll") return every(wanted.map((item) => isMember(item, object)));
  return method === "hasAny" ? some(wanted.map((item) => isMember(item, object))) : undefined;
}

export function relateUnknown(
  operator: "<" | "<=" | ">" | ">=",
  left: RulesValue,
  right: RulesValue,
): boolean | undefined {
  if (left instanceof FieldFacts && !(right instanceof Unknown)) {
    if (operator === "<" || operator === "<=") return left.isBelow(right, operator === "<=");
    return not(left.isBelow(right, operator === ">"));
  }
  if (right instanceof FieldFacts && !(left instanceof Unknown)) {
    if (operator === ">" || operator === ">=") return right.isBelow(left, operator === ">=");
    return not(right.isBelow(left, operator === "<"));
  }
  return undefined;
}
