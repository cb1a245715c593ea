import { Arguments } from "./arguments.ts";
import type { Evaluation } from "./evaluation.ts";
import { int64 } from "./operators.ts";
import { containsUnknown } from "./query-value.ts";
import type { Position } from "./syntax-tree.ts";
import { textOf } from "./text-of.ts";
import type { RulesValue } from "./values.ts";
import { RulesPath, typeNameOf, UNKNOWN, Unknown } from "./values.ts";

type GlobalFunction = (value: RulesValue, run: Evaluation, at: Position) => RulesValue;

function lookUp(moment: "before" | "after"): GlobalFunction {
  return (path, run, at) => run.lookups.get(path, moment, at);
}

function isThere(moment: "before" | "after"): GlobalFunction {
  return (path, run, at) => {
    const found = run.lookups.get(path, moment, at);
    return found instanceof Unknown ? UNKNOWN : found !== null;
  };
}

function convert(
  name: string,
  compute: (value: RulesValue, args: Arguments) => RulesValue | undefined,
): GlobalFunction {
  return (value, _run, at) => {
    if (containsUnknown(value)) return UNKNOWN;
    const args = new Arguments(name, [value], at);
    const result = compute(value, args);
    if (result !== undefined) return result;
    const shown = typeof value === "string" ? `'${value}'` : typeNameOf(value);
    throw args.fail(`cannot convert ${shown}`);
  };
}

/** All take exactly one argument. */
export const GLOBAL_FUNCTIONS: Record<string, GlobalFunction> = {
  get: lookUp("before"),
  getAfter: lookUp("after"),
  exists: isThere("before"),
  existsAfter: isThere("after"),
  debug: (value, run, at) => {
    run.onDebug(value, at);
    return value;
  },
  string: convert("string", textOf),
  int: convert("int", (value, args) => {
    if (typeof value === "bigint") return value;
    if (typeof value === "number" && Number.isFinite(value)) {
      return int64(BigInt(Math.trunc(value)), args.at);
    }
    const isDecimal = typeof value === "string" && /^[+-]?\d+$/.test(value);
    return isDecimal ? int64(BigInt(value.replace("+", "")), args.at) : undefined;
  }),
  float: convert("float", (value) => {
    if (typeof value === "bigint" || typeof value === "number") return Number(value);
    const isDecimal =
      typeof value === "string" && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value);
    return isDecimal ? Number(value) : undefined;
  }),
  bool: convert("bool", (value) => {
    if (typeof value === "boolean") return value;
    if (value === "true") return true;
    return value === "false" ? false : undefined;
  }),
  path: convert("path", (value) => {
    if (value instanceof RulesPath) return value;
    if (typeof value !== "string") return undefined;
    const segments = value.replace(/^\//, "").split("/");
    return segments.every((segment) => segment !== "") ? new RulesPath(segments) : undefined;
  }),
};
