import type { Compiled } from "./evaluation.ts";
import { Lazy } from "./evaluation.ts";
import { type CompiledFunction, type FunctionEntry, Scope } from "./scope.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type { Expression, Position } from "./syntax-tree.ts";

/** Production's limits. */
const LETS_MAX = 10;
const PARAMETERS_MAX = 7;

export function compileFunction(
  entry: FunctionEntry,
  calledAt: Position,
  compile: (expression: Expression, scope: Scope) => Compiled,
): CompiledFunction {
  if (entry.compiled) return entry.compiled;
  const { name, parameters, lets, result, position } = entry.syntax;
  if (entry.isBeingCompiled) {
    throw new RulesSyntaxError(calledAt, `Function ${name} calls itself, which rules may not.`);
  }
  if (lets.length > LETS_MAX) {
    throw new RulesSyntaxError(
      position,
      `Function ${name} has ${lets.length} let bindings, at most ${LETS_MAX} are allowed.`,
    );
  }
  if (parameters.length > PARAMETERS_MAX) {
    throw new RulesSyntaxError(
      position,
      `Function ${name} has ${parameters.length} parameters, at most ${PARAMETERS_MAX} are allowed.`,
    );
  }
  entry.isBeingCompiled = true;
  const scope = new Scope(entry.scope);
  const declared = new Set<string>();
  const declare = (variable: string, at: Position) => {
    if (declared.has(variable)) {
      throw new RulesSyntaxError(at, `${variable} is declared twice in function ${name}.`);
    }
    scope.declareVariable(variable, readSlot(declared.size));
    declared.add(variable);
  };
  for (const parameter of parameters) declare(parameter, position);
  const compiledLets: Compiled[] = [];
  for (const binding of lets) {
    compiledLets.push(compile(binding.value, scope));
    declare(binding.name, binding.position);
  }
  entry.compiled = {
    parameterCount: parameters.length,
    lets: compiledLets,
    result: compile(result, scope),
    callDepth: scope.callDepth + 1,
  };
  entry.isBeingCompiled = false;
  return entry.compiled;
}

function readSlot(slot: number): Compiled {
  return (run) => {
    const value = run.frame[slot] ?? null;
    return value instanceof Lazy ? value.force(run) : value;
  };
}
