import { Arguments } from "./arguments.ts";
import { compileFunction } from "./compile-function.ts";
import { type Compiled, Lazy } from "./evaluation.ts";
import { GLOBAL_FUNCTIONS } from "./global-functions.ts";
import { callMethod, METHOD_NAMES } from "./methods.ts";
import { NAMESPACES } from "./namespaces.ts";
import { containsUnknown } from "./query-value.ts";
import { compilePattern } from "./regular-expression.ts";
import type { Scope } from "./scope.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type { Expression } from "./syntax-tree.ts";
import { UNKNOWN } from "./values.ts";

type CompileExpression = (expression: Expression, scope: Scope) => Compiled;
type CallSyntax = Extract<Expression, { kind: "call" }>;
type MethodSyntax = Extract<Expression, { kind: "method" }>;

/** Production's limits. */
const CALL_DEPTH_MAX = 20;
const PATTERN_METHODS = new Set(["matches", "split", "replace"]);

export function compileCall(call: CallSyntax, scope: Scope, compile: CompileExpression): Compiled {
  const args = call.args.map((arg) => compile(arg, scope));
  const { name, position } = call;
  const entry = scope.function(name);
  if (entry === undefined) return compileGlobalCall(call, args);

  const callee = compileFunction(entry, position, compile);
  if (args.length !== callee.parameterCount) {
    throw new RulesSyntaxError(
      position,
      `${name}() takes ${callee.parameterCount} arguments, got ${args.length}.`,
    );
  }
  scope.callDepth = Math.max(scope.callDepth, callee.callDepth);
  if (callee.callDepth > CALL_DEPTH_MAX) {
    throw new RulesSyntaxError(position, `Calls are nested more than ${CALL_DEPTH_MAX} deep.`);
  }
  return (run) => {
    run.countOperation(position);
    const callerFrame = run.frame;
    const frame: Lazy[] = args.map((arg) => new Lazy(arg, callerFrame));
    for (const compute of callee.lets) frame.push(new Lazy(compute, frame));
    run.frame = frame;
    try {
      return callee.result(run);
    } finally {
      run.frame = callerFrame;
    }
  };
}

function compileGlobalCall({ name, position }: CallSyntax, args: Compiled[]): Compiled {
  const callee = Object.hasOwn(GLOBAL_FUNCTIONS, name) ? GLOBAL_FUNCTIONS[name] : undefined;
  if (callee === undefined) {
    throw new RulesSyntaxError(position, `There is no function ${name} here.`);
  }
  const [arg] = args;
  if (arg === undefined || args.length !== 1) {
    throw new RulesSyntaxError(position, `${name}() takes 1 argument, got ${args.length}.`);
  }
  return (run) => {
    run.countOperation(position);
    return callee(arg(run), run, position);
  };
}

export function compileMethod(
  call: MethodSyntax,
  scope: Scope,
  compile: CompileExpression,
): Compiled {
  const { object, method, position } = call;
  if (object.kind === "name" && scope.variable(object.name) === undefined) {
    const namespace = Object.hasOwn(NAMESPACES, object.name) ? NAMESPACES[object.name] : undefined;
    if (namespace) return compileNamespaceCall(call, object.name, namespace, scope, compile);
  }
  if (!METHOD_NAMES.has(method)) {
    throw new RulesSyntaxError(position, `No type has a method ${method}().`);
  }
  checkPattern(call);
  const target = compile(object, scope);
  const args = call.args.map((arg) => compile(arg, scope));
  return (run) => {
    run.countOperation(position);
    const receiver = target(run);
    const values = args.map((arg) => arg(run));
    return callMethod(receiver, method, values, position, run.isProof);
  };
}

function compileNamespaceCall(
  { method, position, args }: MethodSyntax,
  name: string,
  namespace: (typeof NAMESPACES)[string],
  scope: Scope,
  compile: CompileExpression,
): Compiled {
  const callee = Object.hasOwn(namespace, method) ? namespace[method] : undefined;
  if (callee === undefined) {
    throw new RulesSyntaxError(position, `There is no function ${name}.${method}().`);
  }
  const compiled = args.map((arg) => compile(arg, scope));
  return (run) => {
    run.countOperation(position);
    const values = compiled.map((arg) => arg(run));
    if (run.isProof && values.some(containsUnknown)) return UNKNOWN;
    return callee(new Arguments(`${name}.${method}`, values, position));
  };
}

/** A pattern written out is checked before anybody depends on it. */
function checkPattern({ method, args }: MethodSyntax): void {
  const [pattern] = args;
  if (!PATTERN_METHODS.has(method) || pattern?.kind !== "literal") return;
  if (typeof pattern.value !== "string") return;
  try {
    compilePattern(pattern.value);
  } catch (error) {
    throw new RulesSyntaxError(
      pattern.position,
      `This regular expression does not parse: ${error instanceof Error ? error.message : error}.`,
    );
  }
}
