import { compileCall, compileMethod } from "./compile-call.ts";
import { compileConditional, compileLogic, compileNot } from "./compile-logic.ts";
import type { Compiled } from "./evaluation.ts";
import {
  hasType,
  negate,
  OPERATIONS,
  readIndex,
  readMember,
  readSlice,
  TYPE_NAMES,
} from "./operators.ts";
import { RulesRuntimeError } from "./runtime-error.ts";
import type { Scope } from "./scope.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type { Expression, PathPart, Position } from "./syntax-tree.ts";
import { RulesBytes, RulesMap, RulesPath, type RulesValue, UNKNOWN, Unknown } from "./values.ts";

/** Turns an expression into a closure, names resolved; refuses what can never have a value. */
export function compileExpression(expression: Expression, scope: Scope): Compiled {
  const compile = (inner: Expression) => compileExpression(inner, scope);
  const { position } = expression;
  switch (expression.kind) {
    case "literal": {
      const { value } = expression;
      const constant = value instanceof Uint8Array ? new RulesBytes(value) : value;
      return () => constant;
    }
    case "name":
      return scope.requireVariable(expression.name, position);
    case "list": {
      const items = expression.items.map(compile);
      return (run) => {
        const values = items.map((item) => item(run));
        return run.isProof && values.includes(UNKNOWN) ? UNKNOWN : values;
      };
    }
    case "map":
      return compileMap(expression.entries, compile);
    case "path":
      return compilePath(expression.parts, position, compile);
    case "not":
      return compileNot(compile(expression.operand), position);
    case "negate": {
      const operand = compile(expression.operand);
      return (run) => negate(operand(run), position);
    }
    case "binary":
      return compileBinary(expression, compile);
    case "is":
      return compileTypeTest(expression, compile);
    case "conditional": {
      const { test, then, otherwise } = expression;
      return compileConditional(compile(test), compile(then), compile(otherwise), position);
    }
    case "member": {
      const object = compile(expression.object);
      const { property } = expression;
      return (run) => readMember(object(run), property, position);
    }
    case "index": {
      const [object, index] = [compile(expression.object), compile(expression.index)];
      return (run) => readIndex(object(run), index(run), position);
    }
    case "slice": {
      const object = compile(expression.object);
      const [from, to] = [expression.from, expression.to].map((end) => end && compile(end));
      return (run) => readSlice(object(run), from?.(run), to?.(run), position);
    }
    case "call":
      return compileCall(expression, scope, compileExpression);
    case "method":
      return compileMethod(expression, scope, compileExpression);
  }
}

type Compile = (expression: Expression) => Compiled;

function compileBinary(
  { operator, left, right, position }: Extract<Expression, { kind: "binary" }>,
  compile: Compile,
): Compiled {
  const [first, second] = [compile(left), compile(right)];
  if (operator === "&&" || operator === "||") {
    return compileLogic(operator === "||", first, second, position);
  }
  const operation = OPERATIONS[operator];
  return (run) => {
    run.countOperation(position);
    return operation(first(run), second(run), position);
  };
}

function compileTypeTest(
  { operand, type, position }: Extract<Expression, { kind: "is" }>,
  compile: Compile,
): Compiled {
  if (!TYPE_NAMES.has(type)) {
    throw new RulesSyntaxError(
      position,
      `There is no type ${type}; the types are ${[...TYPE_NAMES].join(", ")}.`,
    );
  }
  const value = compile(operand);
  return (run) => hasType(value(run), type);
}

function compileMap(syntax: { key: Expression; value: Expression }[], compile: Compile): Compiled {
  const entries = syntax.map(({ key, value }) => ({
    key: compile(key),
    value: compile(value),
    position: key.position,
  }));
  return (run) => {
    const map = new Map<string, RulesValue>();
    for (const { key, value, position } of entries) {
      const name = key(run);
      if (name instanceof Unknown) return UNKNOWN;
      if (typeof name !== "string") {
        throw new RulesRuntimeError("The key of a map must be a string.", position);
      }
      const held = value(run);
      if (held === UNKNOWN) return UNKNOWN;
      map.set(name, held);
    }
    return new RulesMap(map);
  };
}

function compilePath(parts: PathPart[], position: Position, compile: Compile): Compiled {
  const compiled = parts.map((part) =>
    part.kind === "literal" ? part.text : compile(part.expression),
  );
  return (run) => {
    const segments: (string | Unknown)[] = [];
    for (const part of compiled) {
      const value = typeof part === "string" ? part : part(run);
      if (value instanceof Unknown) return UNKNOWN;
      if (value instanceof RulesPath) segments.push(...value.segments);
      else segments.push(requireSegment(value, position));
    }
    return new RulesPath(segments);
  };
}

/** One segment: a text with a slash would let whoever wrote it choose another collection. */
function requireSegment(value: RulesValue, at: Position): string {
  if (typeof value === "string" && value !== "" && !value.includes("/")) return value;
  throw new RulesRuntimeError("A path segment must be a string without '/', and not empty.", at);
}
