import { Arguments, type MethodTable } from "./arguments.ts";
import {
  LIST_METHODS,
  MAP_DIFF_METHODS,
  MAP_METHODS,
  PATH_METHODS,
  SET_METHODS,
} from "./methods/collection.ts";
import { BYTES_METHODS, TEXT_METHODS } from "./methods/text.ts";
import { DURATION_METHODS, LATLNG_METHODS, TIMESTAMP_METHODS } from "./methods/time.ts";
import { callOnUnknown, containsUnknown } from "./query-value.ts";
import { RulesRuntimeError } from "./runtime-error.ts";
import type { Position } from "./syntax-tree.ts";
import type { RulesValue } from "./values.ts";
import {
  isList,
  MapDiff,
  RulesBytes,
  RulesDuration,
  RulesLatLng,
  RulesMap,
  RulesPath,
  RulesSet,
  RulesTimestamp,
  typeNameOf,
} from "./values.ts";

const ALL_TABLES = [
  TEXT_METHODS,
  BYTES_METHODS,
  LIST_METHODS,
  SET_METHODS,
  MAP_METHODS,
  MAP_DIFF_METHODS,
  PATH_METHODS,
  TIMESTAMP_METHODS,
  DURATION_METHODS,
  LATLNG_METHODS,
];
export const METHOD_NAMES = new Set(ALL_TABLES.flatMap((table) => Object.keys(table)));

export function callMethod(
  object: RulesValue,
  method: string,
  values: readonly RulesValue[],
  at: Position,
  mayBeUnknown: boolean,
): RulesValue {
  if (mayBeUnknown && (containsUnknown(object) || values.some(containsUnknown))) {
    return callOnUnknown(object, method, values);
  }
  if (object === null) throw new RulesRuntimeError("Null value error.", at);
  const args = new Arguments(method, values, at);
  if (typeof object === "string") return invoke(TEXT_METHODS, object, args);
  if (isList(object)) return invoke(LIST_METHODS, object, args);
  if (object instanceof RulesMap) return invoke(MAP_METHODS, object, args);
  if (object instanceof RulesSet) return invoke(SET_METHODS, object, args);
  if (object instanceof MapDiff) return invoke(MAP_DIFF_METHODS, object, args);
  if (object instanceof RulesTimestamp) return invoke(TIMESTAMP_METHODS, object, args);
  if (object instanceof RulesDuration) return invoke(DURATION_METHODS, object, args);
  if (object instanceof RulesBytes) return invoke(BYTES_METHODS, object, args);
  if (object instanceof RulesLatLng) return invoke(LATLNG_METHODS, object, args);
  if (object instanceof RulesPath) return invoke(PATH_METHODS, object, args);
  throw noSuchMethod(object, args);
}

function invoke<T extends RulesValue>(
  table: MethodTable<T>,
  object: T,
  args: Arguments,
): RulesValue {
  const method = Object.hasOwn(table, args.name) ? table[args.name] : undefined;
  if (method === undefined) throw noSuchMethod(object, args);
  return method(object, args);
}

function noSuchMethod(object: RulesValue, args: Arguments): RulesRuntimeError {
  return new RulesRuntimeError(`A ${typeNameOf(object)} has no method ${args.name}().`, args.at);
}
