import type { RulesValue } from "./values.ts";
import { RulesMap } from "./values.ts";

/** A decoded JSON Web Token, or any other JSON. Whole numbers are integers, as in rules. */
export function valueFromJson(json: unknown): RulesValue {
  if (json === null || json === undefined) return null;
  if (typeof json === "string" || typeof json === "boolean") return json;
  if (typeof json === "number") return Number.isSafeInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map(valueFromJson);
  if (typeof json !== "object") return null;
  return new RulesMap(
    new Map(Object.entries(json).map(([key, item]) => [key, valueFromJson(item)])),
  );
}
