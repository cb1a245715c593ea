import type { Arguments } from "./arguments.ts";
import type { RulesValue } from "./values.ts";
import { RulesPath, typeNameOf } from "./values.ts";

/** What `string()` makes of a value. */
export function textOf(value: RulesValue, args: Arguments): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(1) : `${value}`;
  if (value instanceof RulesPath) return `/${value.segments.join("/")}`;
  throw args.fail(`cannot turn ${typeNameOf(value)} into a string`);
}
