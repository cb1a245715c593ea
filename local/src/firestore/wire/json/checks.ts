import { FirestoreError } from "../../errors.ts";
import type { Timestamp } from "../../protocol.ts";
import { parseTimestamp } from "../timestamp.ts";

/** Readers of untrusted JSON. `path` names the place in an error, as Google words it. */

export type Json = Record<string, unknown>;

export function refuse(path: string, problem: string): never {
  throw new FirestoreError(
    "INVALID_ARGUMENT",
    `Invalid value at '${path === "" ? "request" : path}': ${problem}`,
  );
}

export function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** A JSON object that has no other members than `known`; null members count as absent. */
export function readObject(value: unknown, path: string, known: readonly string[]): Json {
  if (!isObject(value)) refuse(path, "an object is expected.");
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      throw new FirestoreError(
        "INVALID_ARGUMENT",
        `Invalid JSON payload received. Unknown name "${key}" at '${path === "" ? "request" : path}': Cannot find field.`,
      );
    }
  }
  return value;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function readString(value: unknown, path: string): string {
  return typeof value === "string" ? value : refuse(path, "a string is expected.");
}

export function readBoolean(value: unknown, path: string): boolean {
  return typeof value === "boolean" ? value : refuse(path, "true or false is expected.");
}

export function readInt32(value: unknown, path: string): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || (number | 0) !== number) {
    refuse(path, "a 32-bit integer is expected.");
  }
  return number;
}

/** A 32-bit integer, bare or in the wrapper's object form. */
export function readInt32Value(value: unknown, path: string): number {
  if (!isObject(value)) return readInt32(value, path);
  return readInt32(readObject(value, path, ["value"]).value ?? 0, join(path, "value"));
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

export function readInt64(value: unknown, path: string): string {
  const isInteger =
    typeof value === "number" ? Number.isInteger(value) : /^[+-]?\d{1,20}$/.test(String(value));
  if ((typeof value !== "number" && typeof value !== "string") || !isInteger) {
    refuse(path, "a 64-bit integer is expected.");
  }
  const number = BigInt(typeof value === "string" ? value.replace(/^\+/, "") : value);
  if (number < INT64_MIN || number > INT64_MAX) refuse(path, "the integer exceeds 64 bits.");
  return number.toString();
}

export function readInt64Value(value: unknown, path: string): string {
  if (!isObject(value)) return readInt64(value, path);
  return readInt64(readObject(value, path, ["value"]).value ?? 0, join(path, "value"));
}

export function readTimestamp(value: unknown, path: string): Timestamp {
  if (isObject(value)) {
    const parts = readObject(value, path, ["seconds", "nanos"]);
    const seconds = Number(readInt64(parts.seconds ?? 0, join(path, "seconds")));
    const nanos = readInt32(parts.nanos ?? 0, join(path, "nanos"));
    return readTimestamp(isoOf(seconds, nanos, path), path);
  }
  const timestamp = parseTimestamp(readString(value, path));
  return timestamp ?? refuse(path, "an RFC 3339 timestamp is expected.");
}

function isoOf(seconds: number, nanos: number, path: string): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || nanos < 0 || nanos > 999_999_999) {
    refuse(path, "a timestamp is out of range.");
  }
  return date.toISOString().replace(/\.000Z$/, `.${String(nanos).padStart(9, "0")}Z`);
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Any base64 alphabet and padding in, the standard one out. */
export function readBytes(value: unknown, path: string): string {
  const text = readString(value, path);
  if (!BASE64.test(text)) refuse(path, "base64 is expected.");
  return Buffer.from(text, "base64").toString("base64");
}

/** An enum by name or by number; `names[0]` has number 0. Empty names are numbers without a meaning. */
export function readEnum<T extends string>(
  value: unknown,
  path: string,
  names: readonly (T | "")[],
): T {
  const name = typeof value === "number" ? names[value] : names.find((known) => known === value);
  return name === undefined || name === "" ? refuse(path, `${String(value)} is not known.`) : name;
}

export function readList<T>(
  value: unknown,
  path: string,
  read: (item: unknown, path: string) => T,
): T[] {
  if (!isPresent(value)) return [];
  if (!Array.isArray(value)) refuse(path, "a list is expected.");
  return value.map((item, index) => read(item, `${path}[${index}]`));
}
