import type { Compiled, Evaluation } from "./evaluation.ts";
import { RulesRuntimeError } from "./runtime-error.ts";
import type { Position } from "./syntax-tree.ts";
import { type RulesValue, typeNameOf, UNKNOWN, Unknown } from "./values.ts";

/** An error that stands beside values, until it is known whether the other operand decides alone. */
function attempt(operand: Compiled, run: Evaluation): RulesValue | RulesRuntimeError {
  try {
    return operand(run);
  } catch (error) {
    if (error instanceof RulesRuntimeError && !error.isFatal) return error;
    throw error;
  }
}

function notBoolean(value: RulesValue, at: Position): RulesRuntimeError {
  return new RulesRuntimeError(`Expected a bool, got ${typeNameOf(value)}.`, at);
}

function isTruth(value: RulesValue): value is boolean | Unknown {
  return typeof value === "boolean" || value instanceof Unknown;
}

function requireTruth(value: RulesValue, at: Position): RulesValue {
  if (isTruth(value)) return value;
  throw notBoolean(value, at);
}

/**
 * `&&` (decisive: false) and `||` (decisive: true). Either operand may decide, whatever the other does; an error counts
 * only where none decides.
 */
export function compileLogic(
  decisive: boolean,
  left: Compiled,
  right: Compiled,
  at: Position,
): Compiled {
  return (run) => {
    const first = attempt(left, run);
    if (first === decisive) return decisive;
    if (first === !decisive) return requireTruth(right(run), at);

    const second = attempt(right, run);
    if (second === decisive) return decisive;
    if (first instanceof Unknown || second instanceof Unknown) return UNKNOWN;
    throw first instanceof RulesRuntimeError ? first : notBoolean(first, at);
  };
}

export function compileNot(operand: Compiled, at: Position): Compiled {
  return (run) => {
    const value = requireTruth(operand(run), at);
    return value instanceof Unknown ? UNKNOWN : !value;
  };
}

export function compileConditional(
  test: Compiled,
  then: Compiled,
  otherwise: Compiled,
  at: Position,
): Compiled {
  return (run) => {
    const truth = requireTruth(test(run), at);
    if (truth === true) return then(run);
    if (truth === false) return otherwise(run);
    // Even where both branches agree: what is open may also be an error.
    return UNKNOWN;
  };
}
