import type { Cursor, Value } from "../protocol.ts";
import { DOCUMENT_ID } from "./field-path.ts";
import type { Predicate } from "./filter-shape.ts";
import type { KeyRange } from "./index-store.ts";
import type { IndexPlan } from "./query-plan.ts";
import type { QueryShape } from "./query-shape.ts";
import { afterPrefix, KeyWriter } from "./value-key.ts";
import { RANK, rank } from "./value-order.ts";

/** Texts of this length may have been cut in the index, so nothing is concluded from their last bytes. */
const EXACT_BYTES_MAX = 1400;

const writer = new KeyWriter();

/** The part of an index that can hold results: never too narrow, sometimes too wide. */
export function keyRange(
  shape: QueryShape,
  plan: IndexPlan,
  prefix: string,
  isInverted: boolean,
): KeyRange {
  const bounds = new Bounds(prefix);
  const first = plan.orders[0];
  for (const predicate of plan.predicates) {
    if (predicate.field === first?.field) {
      const isFlipped = isInverted && first.direction === "DESCENDING";
      narrowByPredicate(bounds, shape, predicate, prefix, isFlipped);
    }
  }
  narrowByCursor(bounds, shape, plan, prefix, isInverted, "start");
  narrowByCursor(bounds, shape, plan, prefix, isInverted, "end");
  return bounds;
}

/** Whether every entry in the range is a result, so that no document need be looked at. */
export function isToldByIndex(shape: QueryShape, plan: IndexPlan): boolean {
  if (shape.startAt !== null || shape.endAt !== null) return false;
  if (shape.collection === null && shape.parent !== "") return false;
  const equal = new Set(plan.components.flatMap((component) => component.equal));
  const first = plan.orders[0]?.field;
  return plan.predicates.every((predicate) => {
    if (new KeyWriter().value(predicate.value).length >= EXACT_BYTES_MAX) return false;
    if (equal.has(predicate)) return true;
    return predicate.field === first && first !== DOCUMENT_ID && RANGE.test(predicate.op);
  });
}

const RANGE = /^(LESS|GREATER)_THAN/;

class Bounds implements KeyRange {
  from: string;
  to: string;

  constructor(prefix: string) {
    this.from = prefix;
    this.to = afterPrefix(prefix);
  }

  atLeast(key: string): void {
    if (key > this.from) this.from = key;
  }

  below(key: string): void {
    if (key < this.to) this.to = key;
  }
}

function narrowByPredicate(
  bounds: Bounds,
  shape: QueryShape,
  predicate: Predicate,
  prefix: string,
  isFlipped: boolean,
): void {
  const { op, value } = predicate;
  const isName = predicate.field === DOCUMENT_ID;
  if (op === "NOT_EQUAL" || op === "NOT_IN") {
    if (isName) return;
    const nulls = encode(prefix, (key) => key.byte(RANK.null), isFlipped);
    if (isFlipped) bounds.below(nulls);
    else bounds.atLeast(afterPrefix(nulls));
    return;
  }
  const isLower = op === "GREATER_THAN" || op === "GREATER_THAN_OR_EQUAL";
  const isUpper = op === "LESS_THAN" || op === "LESS_THAN_OR_EQUAL";
  if (!isLower && !isUpper) return;
  if (!isName) {
    const ofType = encode(prefix, (key) => key.byte(rank(value)), isFlipped);
    bounds.atLeast(ofType);
    bounds.below(afterPrefix(ofType));
    if (rank(value) === RANK.number) excludeNaN(bounds, prefix, isFlipped);
  }
  if (isName && nameSuffix(shape, value) === null) return;
  const key = encode(prefix, (target) => writeOrdered(target, shape, isName, value), isFlipped);
  const isExact = key.length < EXACT_BYTES_MAX;
  const isInclusive = op.endsWith("_OR_EQUAL") || !isExact;
  if (isLower !== isFlipped) bounds.atLeast(isInclusive ? key : afterPrefix(key));
  else bounds.below(isInclusive ? afterPrefix(key) : key);
}

/** It sorts before all numbers, yet is less than none. */
function excludeNaN(bounds: Bounds, prefix: string, isFlipped: boolean): void {
  const nan = encode(prefix, (key) => key.value({ doubleValue: "NaN" }), isFlipped);
  if (isFlipped) bounds.below(nan);
  else bounds.atLeast(afterPrefix(nan));
}

function narrowByCursor(
  bounds: Bounds,
  shape: QueryShape,
  plan: IndexPlan,
  prefix: string,
  isInverted: boolean,
  side: "start" | "end",
): void {
  const cursor = side === "start" ? shape.startAt : shape.endAt;
  if (cursor === null) return;
  const { key, isExact } = cursorKey(shape, plan, cursor, prefix, isInverted);
  const includesEqual = side === "start" ? cursor.before : !cursor.before;
  const isInclusive = includesEqual || !isExact;
  if ((side === "start") !== plan.isReverse) bounds.atLeast(isInclusive ? key : afterPrefix(key));
  else bounds.below(isInclusive ? afterPrefix(key) : key);
}

/** The key that the cursor's values lead to, as far as they can be followed. */
function cursorKey(
  shape: QueryShape,
  plan: IndexPlan,
  cursor: Cursor,
  prefix: string,
  isInverted: boolean,
): { key: string; isExact: boolean } {
  let key = prefix;
  for (const [i, order] of plan.orders.entries()) {
    const value = cursor.values[i];
    if (value === undefined) return { key, isExact: true };
    const isName = order.field === DOCUMENT_ID;
    const isFollowed = shape.orders[i]?.field === order.field;
    if (!isFollowed || (isName && nameSuffix(shape, value) === null))
      return { key, isExact: false };
    const isFlipped = isInverted && order.direction === "DESCENDING";
    const next = encode(key, (target) => writeOrdered(target, shape, isName, value), isFlipped);
    if (next.length - key.length >= EXACT_BYTES_MAX) return { key, isExact: false };
    key = next;
  }
  return { key, isExact: cursor.values.length <= plan.orders.length };
}

function encode(prefix: string, write: (key: KeyWriter) => void, isFlipped: boolean): string {
  writer.reset().raw(prefix);
  write(writer);
  if (isFlipped) writer.invertFrom(prefix.length);
  return writer.take();
}

function writeOrdered(key: KeyWriter, shape: QueryShape, isName: boolean, value: Value): void {
  const suffix = isName ? nameSuffix(shape, value) : null;
  if (suffix === null) key.value(value);
  else if (shape.collection === null) key.path(suffix);
  else key.id(suffix);
}

/** What ends the keys of a document: its id in a collection, its path in a group. Null for a name from elsewhere. */
export function nameSuffix(shape: QueryShape, value: Value): string | null {
  if (!("referenceValue" in value)) return null;
  const path = value.referenceValue.split("/").slice(5).join("/");
  if (shape.collection === null) return path;
  if (!path.startsWith(`${shape.collection}/`)) return null;
  const id = path.slice(shape.collection.length + 1);
  return id.includes("/") ? null : id;
}
