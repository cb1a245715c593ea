import protobuf from "protobufjs/minimal.js";
import type { Timestamp } from "../../protocol.ts";
import { partsOfTimestamp, timestampFromParts } from "../timestamp.ts";

export type Reader = protobuf.Reader;
export type Writer = protobuf.Writer;

/** Tags: field number × 8 + wire type. Varint 0, fixed 64 bits 1, length-delimited 2. */

export function readerOf(bytes: Uint8Array): Reader {
  return protobuf.Reader.create(bytes);
}

export function encodeMessage<T>(message: T, write: (writer: Writer, message: T) => void): Buffer {
  const writer = protobuf.Writer.create();
  write(writer, message);
  const bytes = writer.finish();
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Reads one length-delimited message: `read` sees each tag and answers whether it took the field. */
export function readNested<T>(
  reader: Reader,
  target: T,
  read: (reader: Reader, tag: number, target: T) => boolean,
): T {
  const length = reader.uint32();
  return readUntil(reader, reader.pos + length, target, read);
}

export function readUntil<T>(
  reader: Reader,
  end: number,
  target: T,
  read: (reader: Reader, tag: number, target: T) => boolean,
): T {
  if (end > reader.len) throw new RangeError("a message ends early");
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!read(reader, tag, target)) reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new RangeError("a field exceeds its message");
  return target;
}

export function writeNested<T>(
  writer: Writer,
  tag: number,
  message: T,
  write: (writer: Writer, message: T) => void,
): void {
  write(writer.uint32(tag).fork(), message);
  writer.ldelim();
}

export function writeString(writer: Writer, tag: number, text: string | undefined): void {
  if (text !== undefined && text !== "") writer.uint32(tag).string(text);
}

export function writeInt32(writer: Writer, tag: number, number: number | undefined): void {
  if (number !== undefined && number !== 0) writer.uint32(tag).int32(number);
}

export function readBase64(reader: Reader): string {
  const bytes = reader.bytes();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

export function writeBase64(writer: Writer, tag: number, base64: string | undefined): void {
  if (base64 !== undefined && base64 !== "")
    writer.uint32(tag).bytes(Buffer.from(base64, "base64"));
}

export function readInt64(reader: Reader): string {
  return reader.int64().toString();
}

export function writeInt64(writer: Writer, tag: number, decimal: string): void {
  const number = Number(decimal);
  writer.uint32(tag);
  if (Number.isSafeInteger(number)) {
    writer.int64(number);
    return;
  }
  const bits = BigInt.asUintN(64, BigInt(decimal));
  writer.int64({
    low: Number(bits & 0xffffffffn) | 0,
    high: Number(bits >> 32n) | 0,
    unsigned: false,
  });
}

interface Parts {
  seconds: number;
  nanos: number;
}

export function readTimestamp(reader: Reader): Timestamp {
  const { seconds, nanos } = readNested(reader, { seconds: 0, nanos: 0 }, readParts);
  return timestampFromParts(seconds, nanos);
}

function readParts(reader: Reader, tag: number, parts: Parts): boolean {
  if (tag === 8) parts.seconds = Number(reader.int64());
  else if (tag === 16) parts.nanos = reader.int32();
  else return false;
  return true;
}

export function writeTimestamp(
  writer: Writer,
  tag: number,
  timestamp: Timestamp | undefined,
): void {
  if (timestamp === undefined) return;
  const { seconds, nanos } = partsOfTimestamp(timestamp);
  writer.uint32(tag).fork();
  if (seconds !== 0) writer.uint32(8).int64(seconds);
  if (nanos !== 0) writer.uint32(16).int32(nanos);
  writer.ldelim();
}
