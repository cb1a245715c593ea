import { FirestoreError } from "../errors.ts";
import type { Fields, Value } from "../protocol.ts";

export type FieldPath = readonly string[];

export const DOCUMENT_ID = "__name__";

const SIMPLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const CACHE_SIZE_MAX = 4096;
const cache = new Map<string, FieldPath>();

/** Reads `a.b` and `` `odd.name`.c ``. */
export function parseFieldPath(text: string): FieldPath {
  const known = cache.get(text);
  if (known) return known;
  const path = parse(text);
  if (cache.size >= CACHE_SIZE_MAX) cache.clear();
  cache.set(text, path);
  return path;
}

export function formatFieldPath(path: FieldPath): string {
  return path
    .map((name) =>
      SIMPLE.test(name) ? name : `\`${name.replace(/[\\`]/g, (match) => `\\${match}`)}\``,
    )
    .join(".");
}

function parse(text: string): FieldPath {
  const path: string[] = [];
  let at = 0;
  while (true) {
    const isQuoted = text[at] === "`";
    const [name, end] = isQuoted ? readQuoted(text, at + 1) : readPlain(text, at);
    if (name === "") throw invalidPath(text);
    path.push(name);
    if (end === text.length) return path;
    if (text[end] !== ".") throw invalidPath(text);
    at = end + 1;
  }
}

function readPlain(text: string, start: number): [string, number] {
  const dot = text.indexOf(".", start);
  const end = dot < 0 ? text.length : dot;
  const name = text.slice(start, end);
  if (name.includes("`")) throw invalidPath(text);
  return [name, end];
}

function readQuoted(text: string, start: number): [string, number] {
  let name = "";
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === "`") return [name, i + 1];
    if (char === "\\") i++;
    name += text[i] ?? "";
  }
  throw invalidPath(text);
}

function invalidPath(text: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", `Invalid field path "${text}".`);
}

export function getField(fields: Fields, path: FieldPath): Value | undefined {
  let value: Value | undefined;
  let level: Fields | undefined = fields;
  for (const name of path) {
    if (level === undefined || !Object.hasOwn(level, name)) return undefined;
    value = level[name];
    level = value !== undefined && "mapValue" in value ? value.mapValue.fields : undefined;
  }
  return value;
}

/** A copy with one field set; a value on the way that is no map gives way to one. */
export function withField(fields: Fields, path: FieldPath, value: Value, depth = 0): Fields {
  const name = path[depth];
  if (name === undefined) return fields;
  const next =
    depth === path.length - 1
      ? value
      : { mapValue: { fields: withField(mapAt(fields, name), path, value, depth + 1) } };
  return { ...fields, [name]: next };
}

/** A copy without one field; the same object when it was not there. */
export function withoutField(fields: Fields, path: FieldPath, depth = 0): Fields {
  const name = path[depth];
  if (name === undefined || !Object.hasOwn(fields, name)) return fields;
  if (depth === path.length - 1) {
    const { [name]: _, ...rest } = fields;
    return rest;
  }
  const value = fields[name];
  if (value === undefined || !("mapValue" in value)) return fields;
  const inner = withoutField(value.mapValue.fields, path, depth + 1);
  return inner === value.mapValue.fields
    ? fields
    : { ...fields, [name]: { mapValue: { fields: inner } } };
}

function mapAt(fields: Fields, name: string): Fields {
  if (!Object.hasOwn(fields, name)) return {};
  const value = fields[name];
  return value !== undefined && "mapValue" in value ? value.mapValue.fields : {};
}

/** Only the fields that a mask names. */
export function project(fields: Fields, paths: FieldPath[]): Fields {
  let result: Fields = {};
  for (const path of paths) {
    const value = getField(fields, path);
    if (value !== undefined) result = withField(result, path, value);
  }
  return result;
}
