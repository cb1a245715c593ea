import type { Fields, Value } from "../../protocol.ts";
import {
  isObject,
  isPresent,
  join,
  readBoolean,
  readBytes,
  readInt64,
  readList,
  readObject,
  readString,
  readTimestamp,
  refuse,
} from "./checks.ts";

export function readValue(value: unknown, path: string): Value {
  if (!isObject(value)) refuse(path, "a Firestore value is expected.");
  const kinds = Object.keys(value);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) {
    refuse(path, "a Firestore value has exactly one member, its type.");
  }
  return readKind(kind, value[kind], path);
}

function readKind(kind: string, content: unknown, path: string): Value {
  const at = join(path, kind);
  switch (kind) {
    case "nullValue":
      if (content !== null && content !== "NULL_VALUE" && content !== 0) refuse(at, "not null.");
      return { nullValue: "NULL_VALUE" };
    case "booleanValue":
      return { booleanValue: readBoolean(content, at) };
    case "integerValue":
      return { integerValue: readInt64(content, at) };
    case "doubleValue":
      return { doubleValue: readDouble(content, at) };
    case "timestampValue":
      return { timestampValue: readTimestamp(content, at) };
    case "stringValue":
      return { stringValue: readString(content, at) };
    case "bytesValue":
      return { bytesValue: readBytes(content, at) };
    case "referenceValue":
      return { referenceValue: readString(content, at) };
    case "geoPointValue":
      return { geoPointValue: readGeoPoint(content, at) };
    case "arrayValue":
      return { arrayValue: readArray(content, at) };
    case "mapValue":
      return { mapValue: { fields: readFields(readObject(content, at, ["fields"]).fields, at) } };
    default:
      return refuse(path, `${kind} is not a type of value.`);
  }
}

export function readArray(value: unknown, path: string): { values: Value[] } {
  const array = readObject(value, path, ["values"]);
  return { values: readList(array.values, join(path, "values"), readValue) };
}

export function readFields(value: unknown, path: string): Fields {
  const fields: Fields = {};
  if (!isPresent(value)) return fields;
  if (!isObject(value)) refuse(path, "fields are an object.");
  for (const [name, content] of Object.entries(value)) {
    if (name === "__proto__") refuse(path, "__proto__ is a reserved field name.");
    fields[name] = readValue(content, `${path}.${name}`);
  }
  return fields;
}

type Double = Extract<Value, { doubleValue: unknown }>["doubleValue"];

function readDouble(value: unknown, path: string): Double {
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return value;
  const isNumeric = typeof value === "string" && /^[+-]?(\d|\.\d)/.test(value);
  const number = isNumeric ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) refuse(path, "a number is expected.");
  return canonicalDouble(number);
}

export function canonicalDouble(number: number): Double {
  if (Object.is(number, -0)) return "-0";
  if (Number.isFinite(number)) return number;
  return Number.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}

function readGeoPoint(value: unknown, path: string): { latitude: number; longitude: number } {
  const point = readObject(value, path, ["latitude", "longitude"]);
  const latitude = Number(point.latitude ?? 0);
  const longitude = Number(point.longitude ?? 0);
  if (!(Math.abs(latitude) <= 90)) refuse(path, "latitude is between -90 and 90.");
  if (!(Math.abs(longitude) <= 180)) refuse(path, "longitude is between -180 and 180.");
  return { latitude, longitude };
}
