import type { Caller } from "../protocol.ts";
import type { Method } from "./syntax-tree.ts";
import { valueFromJson } from "./value-from-json.ts";
import {
  RulesMap,
  RulesPath,
  type RulesTimestamp,
  type RulesValue,
  type Unknown,
} from "./values.ts";

/** A connection asks many times with the same caller. */
const authOfCallers = new WeakMap<Caller, RulesValue>();

/** `request`. What a method does not have is no key of it: reading it is an error. */
export function requestFor(
  caller: Caller,
  method: Method,
  segments: readonly (string | Unknown)[],
  time: RulesTimestamp,
  extra: { resource?: RulesValue; query?: RulesValue },
): RulesMap {
  return RulesMap.of({
    auth: authOf(caller),
    method,
    path: new RulesPath(segments),
    time,
    ...extra,
  });
}

function authOf(caller: Caller): RulesValue {
  if (caller.kind !== "user") return null;
  const known = authOfCallers.get(caller);
  if (known !== undefined) return known;
  const auth = RulesMap.of({ uid: caller.uid, token: valueFromJson(caller.token) });
  authOfCallers.set(caller, auth);
  return auth;
}
