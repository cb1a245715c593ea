import type { Fields, Value } from "../protocol.ts";

/** A value of the rules language. Integers are bigint, floats are number. */
export type RulesValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly RulesValue[]
  | RulesBytes
  | RulesMap
  | RulesSet
  | MapDiff
  | RulesTimestamp
  | RulesDuration
  | RulesLatLng
  | RulesPath
  | Unknown;

/** What a query's documents may hold but its constraints do not tell. Only lists meet it; see `query-facts.ts`. */
export class Unknown {
  declare readonly brand: "unknown";
}
/** Open altogether: it may have no value at all, so whatever is made of it may be an error too. */
export const UNKNOWN = new Unknown();

export class RulesBytes {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export class RulesTimestamp {
  /** Nanoseconds since 1970. */
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class RulesDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class RulesLatLng {
  readonly latitude: number;
  readonly longitude: number;
  constructor(latitude: number, longitude: number) {
    this.latitude = latitude;
    this.longitude = longitude;
  }
}

/** A path, each segment a string. A segment that a query leaves open is Unknown. */
export class RulesPath {
  readonly segments: readonly (string | Unknown)[];
  constructor(segments: readonly (string | Unknown)[]) {
    this.segments = segments;
  }
}

export class RulesMap {
  readonly #entries: Map<string, RulesValue>;
  /** Fields of a document that nobody has looked at yet: converted one by one when read. */
  readonly #source: Fields | null;

  constructor(entries: Map<string, RulesValue>, source: Fields | null = null) {
    this.#entries = entries;
    this.#source = source;
  }

  static ofFields(fields: Fields): RulesMap {
    return new RulesMap(new Map(), fields);
  }

  static of(entries: Record<string, RulesValue>): RulesMap {
    return new RulesMap(new Map(Object.entries(entries)));
  }

  get(key: string): RulesValue | undefined {
    const known = this.#entries.get(key);
    if (known !== undefined || this.#source === null) return known;
    const unread = Object.hasOwn(this.#source, key) ? this.#source[key] : undefined;
    if (unread === undefined) return undefined;
    const value = valueFromProtocol(unread);
    this.#entries.set(key, value);
    return value;
  }

  has(key: string): boolean {
    return this.#source === null ? this.#entries.has(key) : Object.hasOwn(this.#source, key);
  }

  keys(): string[] {
    return this.#source === null ? [...this.#entries.keys()] : Object.keys(this.#source);
  }

  get size(): number {
    return this.#source === null ? this.#entries.size : Object.keys(this.#source).length;
  }
}

/** Distinct values, in the order they came. Made by `setOf`. */
export class RulesSet {
  readonly items: readonly RulesValue[];
  constructor(items: readonly RulesValue[]) {
    this.items = items;
  }
}

export class MapDiff {
  /** The map that `diff` was called on. */
  readonly after: RulesMap;
  readonly before: RulesMap;
  constructor(after: RulesMap, before: RulesMap) {
    this.after = after;
    this.before = before;
  }
}

export function isList(value: RulesValue): value is readonly RulesValue[] {
  return Array.isArray(value);
}

/** The name that `is` knows a value by, for messages too. */
export function typeNameOf(value: RulesValue): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return "float";
  if (typeof value === "string") return "string";
  if (isList(value)) return "list";
  if (value instanceof RulesMap) return "map";
  if (value instanceof RulesSet) return "set";
  if (value instanceof RulesPath) return "path";
  if (value instanceof RulesTimestamp) return "timestamp";
  if (value instanceof RulesDuration) return "duration";
  if (value instanceof RulesBytes) return "bytes";
  if (value instanceof RulesLatLng) return "latlng";
  if (value instanceof MapDiff) return "map_diff";
  return "unknown";
}

export function valueFromProtocol(value: Value): RulesValue {
  if ("stringValue" in value) return value.stringValue;
  if ("booleanValue" in value) return value.booleanValue;
  if ("integerValue" in value) return BigInt(value.integerValue);
  if ("nullValue" in value) return null;
  if ("timestampValue" in value) return timestampFromText(value.timestampValue);
  if ("doubleValue" in value) return Number(value.doubleValue);
  if ("mapValue" in value) return RulesMap.ofFields(value.mapValue.fields);
  if ("arrayValue" in value) return value.arrayValue.values.map(valueFromProtocol);
  if ("referenceValue" in value) return pathFromName(value.referenceValue);
  if ("bytesValue" in value) return new RulesBytes(Buffer.from(value.bytesValue, "base64"));
  return new RulesLatLng(value.geoPointValue.latitude, value.geoPointValue.longitude);
}

/** RFC 3339 in UTC with up to nine fraction digits. */
export function timestampFromText(text: string): RulesTimestamp {
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? "";
  const seconds = BigInt(Date.parse(`${text.slice(0, 19)}Z`) / 1000);
  return new RulesTimestamp(seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, "0")));
}

/** `projects/p/databases/d/documents/a/b` is `/databases/d/documents/a/b` to the rules. */
export function pathFromName(name: string): RulesPath {
  return new RulesPath(name.split("/").slice(2));
}
