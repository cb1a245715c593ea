import { TasksError } from "../errors.ts";
import type { TaskView } from "../task.ts";

export type Json = Record<string, unknown>;

/** An object with no member but those named; with no names, any. */
export function readFields(value: unknown, path: string, names?: string[]): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TasksError("INVALID_ARGUMENT", `${path} is required and must be an object.`);
  }
  const unknown = names && Object.keys(value).find((key) => !names.includes(key));
  if (unknown !== undefined) {
    throw new TasksError(
      "INVALID_ARGUMENT",
      `Invalid JSON payload received. Unknown name "${unknown}" at '${path}': Cannot find field.`,
    );
  }
  return value as Json;
}

/** RFC 3339, as JSON writes a protobuf Timestamp; also the pair of numbers that the SDK's proto form holds. */
export function readTime(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new TasksError("INVALID_ARGUMENT", `${path} must be a time as in 2026-01-31T12:00:00Z.`);
}

/** 0 unspecified, 1 BASIC, 2 FULL. */
export function readView(value: unknown): TaskView {
  const isBasic = [undefined, null, "", 0, "0", "VIEW_UNSPECIFIED", 1, "1", "BASIC"].includes(
    value as string,
  );
  if (isBasic) return "BASIC";
  if (value === "FULL" || value === 2 || value === "2") return "FULL";
  throw new TasksError("INVALID_ARGUMENT", `Response view ${value} is not known.`);
}
