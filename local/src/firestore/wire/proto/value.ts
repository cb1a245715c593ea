import { FirestoreError } from "../../errors.ts";
import type { Document, Fields, Value } from "../../protocol.ts";
import { canonicalDouble } from "../json/value.ts";
import {
  type Reader,
  readBase64,
  readInt64,
  readNested,
  readTimestamp,
  type Writer,
  writeInt64,
  writeNested,
  writeString,
  writeTimestamp,
} from "./wire-format.ts";

const MESSAGE_DEPTH_MAX = 100;
let depth = 0;

/** Of several members of the oneof the last one counts, as protobuf says. */
export function readValue(reader: Reader): Value {
  if (depth >= MESSAGE_DEPTH_MAX) {
    throw new FirestoreError("INVALID_ARGUMENT", "A value is nested too deeply.");
  }
  depth += 1;
  try {
    const end = reader.uint32() + reader.pos;
    if (end > reader.len) throw new RangeError("a value ends early");
    let value: Value | null = null;
    while (reader.pos < end) value = readKind(reader, reader.uint32()) ?? value;
    if (reader.pos !== end) throw new RangeError("a field exceeds its value");
    if (value === null) throw new FirestoreError("INVALID_ARGUMENT", "A value has no type.");
    return value;
  } finally {
    depth -= 1;
  }
}

function readKind(reader: Reader, tag: number): Value | null {
  switch (tag) {
    case 8:
      return { booleanValue: reader.bool() };
    case 16:
      return { integerValue: readInt64(reader) };
    case 25:
      return { doubleValue: canonicalDouble(reader.double()) };
    case 42:
      return { referenceValue: reader.string() };
    case 50:
      return { mapValue: readNested(reader, { fields: {} }, readMapMember) };
    case 66:
      return { geoPointValue: readGeoPoint(reader) };
    case 74:
      return { arrayValue: readArray(reader) };
    case 82:
      return { timestampValue: readTimestamp(reader) };
    case 88:
      reader.int32();
      return { nullValue: "NULL_VALUE" };
    case 138:
      return { stringValue: reader.string() };
    case 146:
      return { bytesValue: readBase64(reader) };
    default:
      reader.skipType(tag & 7);
      return null;
  }
}

function readMapMember(reader: Reader, tag: number, map: { fields: Fields }): boolean {
  if (tag !== 10) return false;
  readEntry(reader, map.fields);
  return true;
}

/** One entry of a map from string to Value. */
export function readEntry(reader: Reader, fields: Fields): void {
  const end = reader.uint32() + reader.pos;
  let key = "";
  let value: Value | null = null;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === 10) key = reader.string();
    else if (tag === 18) value = readValue(reader);
    else reader.skipType(tag & 7);
  }
  if (value === null) throw new FirestoreError("INVALID_ARGUMENT", `Field ${key} has no value.`);
  if (key === "__proto__") {
    throw new FirestoreError("INVALID_ARGUMENT", "__proto__ is a reserved field name.");
  }
  fields[key] = value;
}

function readGeoPoint(reader: Reader): { latitude: number; longitude: number } {
  const point = readNested(reader, { latitude: 0, longitude: 0 }, (inner, tag, target) => {
    if (tag === 9) target.latitude = inner.double();
    else if (tag === 17) target.longitude = inner.double();
    else return false;
    return true;
  });
  if (!(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180)) {
    throw new FirestoreError("INVALID_ARGUMENT", "A geo point is out of range.");
  }
  return { latitude: point.latitude + 0, longitude: point.longitude + 0 };
}

export function readArray(reader: Reader): { values: Value[] } {
  return readNested(reader, { values: [] as Value[] }, (inner, tag, array) => {
    if (tag !== 10) return false;
    array.values.push(readValue(inner));
    return true;
  });
}

export function writeValue(writer: Writer, value: Value): void {
  if ("stringValue" in value) writer.uint32(138).string(value.stringValue);
  else if ("integerValue" in value) writeInt64(writer, 16, value.integerValue);
  else if ("booleanValue" in value) writer.uint32(8).bool(value.booleanValue);
  else if ("nullValue" in value) writer.uint32(88).int32(0);
  else if ("mapValue" in value) writeNested(writer, 50, value.mapValue, writeMap);
  else if ("timestampValue" in value) writeTimestamp(writer, 82, value.timestampValue);
  else if ("doubleValue" in value) writer.uint32(25).double(Number(value.doubleValue));
  else if ("arrayValue" in value) writeNested(writer, 74, value.arrayValue, writeArray);
  else if ("referenceValue" in value) writer.uint32(42).string(value.referenceValue);
  else if ("bytesValue" in value) {
    writer.uint32(146).bytes(Buffer.from(value.bytesValue, "base64"));
  } else {
    writer.uint32(66).fork();
    writer.uint32(9).double(value.geoPointValue.latitude);
    writer.uint32(17).double(value.geoPointValue.longitude).ldelim();
  }
}

function writeMap(writer: Writer, map: { fields: Fields }): void {
  writeFields(writer, 10, map.fields);
}

export function writeArray(writer: Writer, array: { values: Value[] }): void {
  for (const value of array.values) writeNested(writer, 10, value, writeValue);
}

export function writeFields(writer: Writer, tag: number, fields: Fields): void {
  for (const key in fields) {
    const value = fields[key];
    if (value === undefined) continue;
    writer.uint32(tag).fork().uint32(10).string(key);
    writeNested(writer, 18, value, writeValue);
    writer.ldelim();
  }
}

/** The times that a client sends along are ignored, as in production. */
export function readDocument(reader: Reader): Pick<Document, "name" | "fields"> {
  return readNested(reader, { name: "", fields: {} as Fields }, readDocumentMember);
}

function readDocumentMember(
  reader: Reader,
  tag: number,
  document: Pick<Document, "name" | "fields">,
): boolean {
  if (tag === 10) document.name = reader.string();
  else if (tag === 18) readEntry(reader, document.fields);
  else return false;
  return true;
}

export function writeDocument(writer: Writer, document: Document | { name: string }): void {
  writeString(writer, 10, document.name);
  if (!("fields" in document)) return;
  writeFields(writer, 18, document.fields);
  writeTimestamp(writer, 26, document.createTime);
  writeTimestamp(writer, 34, document.updateTime);
}
