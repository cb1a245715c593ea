import { compareOrder, includes, not, sameValue } from "./compare.ts";
import { FieldFacts, isMember, PartialMap, relateUnknown } from "./query-value.ts";
import { RulesRuntimeError } from "./runtime-error.ts";
import type { BinaryOperator, Position } from "./syntax-tree.ts";
import type { RulesValue } from "./values.ts";
import {
  isList,
  RulesDuration,
  RulesMap,
  RulesPath,
  RulesSet,
  RulesTimestamp,
  typeNameOf,
  UNKNOWN,
  Unknown,
} from "./values.ts";

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

type Operator = Exclude<BinaryOperator, "&&" | "||">;
type Operation = (left: RulesValue, right: RulesValue, at: Position) => RulesValue;

export const OPERATIONS: Record<Operator, Operation> = {
  "==": (left, right) => openIfUndefined(sameValue(left, right)),
  "!=": (left, right) => openIfUndefined(not(sameValue(left, right))),
  "<": (left, right, at) => relate("<", left, right, at),
  "<=": (left, right, at) => relate("<=", left, right, at),
  ">": (left, right, at) => relate(">", left, right, at),
  ">=": (left, right, at) => relate(">=", left, right, at),
  "+": add,
  "-": subtract,
  "*": (left, right, at) => {
    if (typeof left === "bigint" && typeof right === "bigint") return int64(left * right, at);
    return onNumbers("*", left, right, at, (a, b) => a * b);
  },
  "/": (left, right, at) => {
    if (typeof left !== "bigint" || typeof right !== "bigint") {
      return onNumbers("/", left, right, at, (a, b) => a / b);
    }
    if (right === 0n) throw new RulesRuntimeError("Division by zero.", at);
    return int64(left / right, at);
  },
  "%": (left, right, at) => {
    if (typeof left !== "bigint" || typeof right !== "bigint") {
      return onNumbers("%", left, right, at, (a, b) => a % b);
    }
    if (right === 0n) throw new RulesRuntimeError("Division by zero.", at);
    return left % right;
  },
  in: contains,
};

export function openIfUndefined(answer: boolean | undefined): RulesValue {
  return answer === undefined ? UNKNOWN : answer;
}

export function int64(value: bigint, at: Position): bigint {
  if (value < INT64_MIN || value > INT64_MAX) {
    throw new RulesRuntimeError("Integer overflow.", at);
  }
  return value;
}

function mismatch(operator: string, left: RulesValue, right: RulesValue, at: Position): RulesValue {
  if (left instanceof Unknown || right instanceof Unknown) return UNKNOWN;
  throw new RulesRuntimeError(
    `'${operator}' does not apply to ${typeNameOf(left)} and ${typeNameOf(right)}.`,
    at,
  );
}

function onNumbers(
  operator: string,
  left: RulesValue,
  right: RulesValue,
  at: Position,
  compute: (left: number, right: number) => number,
): RulesValue {
  const isNumeric = (value: RulesValue) => typeof value === "number" || typeof value === "bigint";
  if (!isNumeric(left) || !isNumeric(right)) return mismatch(operator, left, right, at);
  return compute(Number(left), Number(right));
}

function relate(
  operator: "<" | "<=" | ">" | ">=",
  left: RulesValue,
  right: RulesValue,
  at: Position,
): RulesValue {
  const order = compareOrder(left, right);
  if (order === undefined) {
    if (!(left instanceof Unknown) && !(right instanceof Unknown)) {
      return mismatch(operator, left, right, at);
    }
    return openIfUndefined(relateUnknown(operator, left, right));
  }
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function add(left: RulesValue, right: RulesValue, at: Position): RulesValue {
  if (typeof left === "bigint" && typeof right === "bigint") return int64(left + right, at);
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (left instanceof RulesDuration) {
    if (right instanceof RulesDuration) return new RulesDuration(left.nanos + right.nanos);
    if (right instanceof RulesTimestamp) return new RulesTimestamp(left.nanos + right.nanos);
  }
  if (left instanceof RulesTimestamp && right instanceof RulesDuration) {
    return new RulesTimestamp(left.nanos + right.nanos);
  }
  return onNumbers("+", left, right, at, (a, b) => a + b);
}

function subtract(left: RulesValue, right: RulesValue, at: Position): RulesValue {
  if (typeof left === "bigint" && typeof right === "bigint") return int64(left - right, at);
  if (right instanceof RulesDuration) {
    if (left instanceof RulesDuration) return new RulesDuration(left.nanos - right.nanos);
    if (left instanceof RulesTimestamp) return new RulesTimestamp(left.nanos - right.nanos);
  }
  if (left instanceof RulesTimestamp && right instanceof RulesTimestamp) {
    return new RulesDuration(left.nanos - right.nanos);
  }
  return onNumbers("-", left, right, at, (a, b) => a - b);
}

function contains(value: RulesValue, container: RulesValue, at: Position): RulesValue {
  if (value === UNKNOWN) return UNKNOWN;
  if (container instanceof Unknown) return openIfUndefined(isMember(value, container));
  if (isList(container)) return openIfUndefined(includes(container, value));
  if (container instanceof RulesSet) return openIfUndefined(includes(container.items, value));
  if (container instanceof RulesMap) {
    if (value instanceof Unknown) return openIfUndefined(isMember(value, container));
    return typeof value === "string" && container.has(value);
  }
  return mismatch("in", value, container, at);
}

export function negate(value: RulesValue, at: Position): RulesValue {
  if (typeof value === "bigint") return int64(-value, at);
  if (typeof value === "number") return -value;
  if (value instanceof RulesDuration) return new RulesDuration(-value.nanos);
  if (value instanceof Unknown) return UNKNOWN;
  throw new RulesRuntimeError(`'-' does not apply to ${typeNameOf(value)}.`, at);
}

export const TYPE_NAMES = new Set(
  "bool bytes constraint duration float int latlng list map map_diff number path set string timestamp".split(
    " ",
  ),
);

export function hasType(value: RulesValue, type: string): RulesValue {
  if (value instanceof Unknown) {
    if (value instanceof PartialMap) return type === "map";
    return value instanceof FieldFacts ? openIfUndefined(value.hasType(type)) : UNKNOWN;
  }
  const name = typeNameOf(value);
  return type === "number" ? name === "int" || name === "float" : name === type;
}

export function readMember(object: RulesValue, property: string, at: Position): RulesValue {
  if (object instanceof RulesMap) {
    const value = object.get(property);
    if (value !== undefined) return value;
    throw new RulesRuntimeError(`Property ${property} is undefined on object.`, at);
  }
  if (object instanceof PartialMap) return object.read(property);
  if (object instanceof Unknown) return UNKNOWN;
  if (object === null) throw new RulesRuntimeError("Null value error.", at);
  throw new RulesRuntimeError(`A ${typeNameOf(object)} has no property ${property}.`, at);
}

export function readIndex(object: RulesValue, index: RulesValue, at: Position): RulesValue {
  if (index instanceof Unknown) return UNKNOWN;
  if (typeof index === "string") return readMember(object, index, at);
  if (object instanceof Unknown) return UNKNOWN;
  const items = sequenceOf(object);
  if (items === null || typeof index !== "bigint") {
    throw new RulesRuntimeError(
      `A ${typeNameOf(object)} has no element [${typeNameOf(index)}].`,
      at,
    );
  }
  const value = index >= 0n && index < items.length ? items[Number(index)] : undefined;
  if (value === undefined) throw new RulesRuntimeError(`Index ${index} is out of range.`, at);
  return value;
}

/** A bound left out is the start or the end. */
export function readSlice(
  object: RulesValue,
  from: RulesValue | undefined,
  to: RulesValue | undefined,
  at: Position,
): RulesValue {
  if ([object, from, to].some((value) => value instanceof Unknown)) return UNKNOWN;
  const items = sequenceOf(object);
  const start = from === undefined ? 0n : from;
  const end = to === undefined ? BigInt(items?.length ?? 0) : to;
  if (items === null || typeof start !== "bigint" || typeof end !== "bigint") {
    throw new RulesRuntimeError(`A ${typeNameOf(object)} has no such range.`, at);
  }
  if (start < 0n || start > end || end > items.length) {
    throw new RulesRuntimeError(`Range [${start}:${end}] is out of range.`, at);
  }
  const part = items.slice(Number(start), Number(end));
  return typeof object === "string" ? part.join("") : part;
}

/** Elements of a list, segments of a path, characters of a string. */
function sequenceOf(value: RulesValue): readonly RulesValue[] | null {
  if (isList(value)) return value;
  if (value instanceof RulesPath) return value.segments;
  return typeof value === "string" ? [...value] : null;
}
