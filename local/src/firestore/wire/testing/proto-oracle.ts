import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import protobuf from "protobufjs";
import { expect } from "vitest";
import type { Document, Fields, Timestamp, Value } from "../../protocol.ts";
import { partsOfTimestamp, timestampFromParts } from "../timestamp.ts";

/** Google's own definitions, which the hand-written codec is held against. */

const require = createRequire(import.meta.url);
const definitions = join(dirname(require.resolve("@google-cloud/firestore")), "../protos/v1.json");
const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(definitions, "utf8")));

type Plain = Record<string, unknown>;

export function encodeByOracle(type: string, message: Plain): Uint8Array {
  const codec = root.lookupType(`google.firestore.v1.${type}`);
  return codec.encode(codec.fromObject(message)).finish();
}

/** Defaults are left out, so that only what was on the wire is compared. */
export function decodeByOracle(type: string, bytes: Uint8Array): Plain {
  const codec = root.lookupType(`google.firestore.v1.${type}`);
  return codec.toObject(codec.decode(bytes), { longs: String, bytes: String });
}

export function plainTimestamp(timestamp: Timestamp): Plain {
  const { seconds, nanos } = partsOfTimestamp(timestamp);
  return { seconds, nanos };
}

export function canonicalTimestamp(plain: { seconds?: string; nanos?: number }): Timestamp {
  return timestampFromParts(Number(plain.seconds ?? 0), plain.nanos ?? 0);
}

export function plainValue(value: Value): Plain {
  if ("nullValue" in value) return { nullValue: 0 };
  if ("timestampValue" in value) return { timestampValue: plainTimestamp(value.timestampValue) };
  if ("doubleValue" in value) return { doubleValue: Number(value.doubleValue) };
  if ("arrayValue" in value)
    return { arrayValue: { values: value.arrayValue.values.map(plainValue) } };
  if ("mapValue" in value) return { mapValue: { fields: plainFields(value.mapValue.fields) } };
  return { ...value };
}

export function plainFields(fields: Fields): Plain {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, plainValue(value)]),
  );
}

export function plainDocument({ name, fields, createTime, updateTime }: Document): Plain {
  return {
    name,
    fields: plainFields(fields),
    createTime: plainTimestamp(createTime),
    updateTime: plainTimestamp(updateTime),
  };
}

/** Through the oracle and back, so that both sides of a comparison have its shape. */
export function normalise(type: string, message: Plain): Plain {
  return decodeByOracle(type, encodeByOracle(type, message));
}

/** The oracle reads from the bytes what it would have written. */
export function expectSame(type: string, bytes: Uint8Array, plain: Record<string, unknown>): void {
  expect(decodeByOracle(type, bytes)).toEqual(normalise(type, plain));
}
