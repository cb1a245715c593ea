import { compareOrder, every, includes, not, sameValue, some } from "./compare.ts";
import type { RulesValue } from "./values.ts";
import { isList, RulesMap, RulesPath, RulesSet, typeNameOf, Unknown } from "./values.ts";

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
    if ((lower && fromLower === undefined) || (upper && fromUpper === undefined)) {
      return typeof value === "object" && value !== null ? undefined : false;
    }
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

/** A map of which some keys are known: the data of a query's documents. */
export class PartialMap extends Unknown {
  readonly known = new Map<string, RulesValue>();
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

/** The methods that a query's constraints can decide. Undefined: open. */
export function callOnUnknown(
  object: RulesValue,
  method: string,
  args: readonly RulesValue[],
): RulesValue | undefined {
  const [first, second] = args;
  if (object instanceof PartialMap && method === "get" && second !== undefined) {
    if (typeof first === "string") return object.known.get(first);
    return first !== undefined && isList(first) ? walk(object, first) : undefined;
  }
  if (object instanceof PartialMap && method === "keys" && args.length === 0) {
    const keys = new FieldFacts();
    keys.members.push(...object.known.keys());
    return keys;
  }
  const isListForSure = itemsOf(object) || (object instanceof FieldFacts && object.hasType("list"));
  if (first === undefined || !isListForSure) return undefined;
  const wanted = itemsOf(first);
  const held = itemsOf(object);
  if (method === "hasOnly") {
    return held && wanted ? every(held.map((item) => includes(wanted, item))) : undefined;
  }
  if (wanted === null) {
    // `['a'].hasAny(resource.data.tags)` where the query says what the tags contain.
    const isKnownToOverlap = held?.some((item) => isMember(item, first) === true);
    return method === "hasAny" && isKnownToOverlap ? true : undefined;
  }
  if (method === "hasAll") return every(wanted.map((item) => isMember(item, object)));
  if (method === "hasAny") return some(wanted.map((item) => isMember(item, object)));
  return undefined;
}

function walk(map: PartialMap, keys: readonly RulesValue[]): RulesValue | undefined {
  let value: RulesValue | undefined = map;
  for (const key of keys) {
    if (typeof key !== "string") return undefined;
    if (value instanceof PartialMap) value = value.known.get(key);
    else if (value instanceof RulesMap) value = value.get(key);
    else return undefined;
  }
  return value;
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
