import type { Fields, Value } from "../protocol.ts";
import { numericId } from "./document-name.ts";
import { compareUtf8 } from "./utf8-order.ts";
import { RANK, vectorOf } from "./value-order.ts";

const INDEXED_BYTES_MAX = 1500;
const SAFE = Number.MAX_SAFE_INTEGER;
const YEAR_ONE_SECONDS = -62_135_596_800;

/**
 * Writes values so that the bytes sort as the values do. Every encoding is prefix-free, so parts can follow one another and
 * a part written in descending direction is the same bytes inverted.
 */
export class KeyWriter {
  #buffer = Buffer.allocUnsafe(512);
  #length = 0;

  reset(): this {
    this.#length = 0;
    return this;
  }

  get length(): number {
    return this.#length;
  }

  truncate(length: number): void {
    this.#length = length;
  }

  /** What was written, a character a byte. */
  take(): string {
    return this.#buffer.toString("latin1", 0, this.#length);
  }

  /** Part of a key that was taken. */
  raw(key: string): this {
    this.#reserve(key.length);
    this.#length += this.#buffer.write(key, this.#length, "latin1");
    return this;
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
    return this;
  }

  /** A small non-negative integer; prefix-free, not ordered. */
  count(value: number): this {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    return this.byte(rest);
  }

  text(value: string): this {
    this.#reserve(value.length * 3);
    const end = this.#length + this.#buffer.write(value, this.#length);
    const hasZero = this.#buffer.subarray(this.#length, end).indexOf(0) >= 0;
    if (!hasZero) this.#length = end;
    else this.#escaped(Buffer.from(value));
    return this.byte(0).byte(1);
  }

  /** One segment of a document name: numeric ids first, in number order. */
  id(value: string): this {
    const number = numericId(value);
    if (number === null) return this.byte(2).text(value);
    this.byte(1).#reserve(8);
    this.#buffer.writeBigUInt64BE(BigInt.asUintN(64, number) ^ (1n << 63n), this.#length);
    this.#length += 8;
    return this;
  }

  path(value: string): this {
    for (const segment of value.split("/")) this.id(segment);
    return this.byte(0);
  }

  value(value: Value, isDescending = false): this {
    const start = this.#length;
    this.#value(value);
    if (isDescending) this.invertFrom(start);
    return this;
  }

  invertFrom(start: number): void {
    for (let i = start; i < this.#length; i++) {
      this.#buffer[i] = 0xff - (this.#buffer[i] ?? 0);
    }
  }

  #value(value: Value): void {
    if ("stringValue" in value) this.byte(RANK.string).text(truncated(value.stringValue));
    else if ("integerValue" in value) this.byte(RANK.number).#integer(value.integerValue);
    else if ("doubleValue" in value) this.byte(RANK.number).#double(Number(value.doubleValue));
    else if ("timestampValue" in value) this.byte(RANK.timestamp).#timestamp(value.timestampValue);
    else if ("booleanValue" in value) this.byte(RANK.boolean).byte(value.booleanValue ? 2 : 1);
    else if ("nullValue" in value) this.byte(RANK.null);
    else if ("arrayValue" in value) this.byte(RANK.array).#list(value.arrayValue.values);
    else if ("mapValue" in value) this.#mapOrVector(value);
    else if ("referenceValue" in value) this.byte(RANK.reference).path(value.referenceValue);
    else if ("bytesValue" in value) {
      const bytes = Buffer.from(value.bytesValue, "base64").subarray(0, INDEXED_BYTES_MAX);
      this.byte(RANK.bytes).#escaped(bytes);
      this.byte(0).byte(1);
    } else {
      const { latitude, longitude } = value.geoPointValue;
      this.byte(RANK.geoPoint).#double(latitude);
      this.#double(longitude);
    }
  }

  #mapOrVector(value: { mapValue: { fields: Fields } }): void {
    const elements = vectorOf(value);
    if (elements === null) {
      this.byte(RANK.map);
      const { fields } = value.mapValue;
      for (const name of Object.keys(fields).sort(compareUtf8)) {
        const member = fields[name];
        if (member !== undefined) this.byte(1).text(name).#value(member);
      }
      this.byte(0);
      return;
    }
    this.byte(RANK.vector).#reserve(4);
    this.#buffer.writeUInt32BE(elements.length, this.#length);
    this.#length += 4;
    this.#list(elements);
  }

  #list(values: Value[]): void {
    for (const value of values) this.#value(value);
    this.byte(0);
  }

  #integer(text: string): void {
    const number = Number(text);
    if (Math.abs(number) <= SAFE) {
      this.#double(number);
      return;
    }
    const exact = BigInt(text);
    const floor = BigInt(number) > exact ? doubleBelow(number) : number;
    this.#double(floor, Number(exact - BigInt(floor)));
  }

  /** Past 2^53 a remainder follows, so that integers between two doubles keep their order. */
  #double(number: number, remainder = 0): void {
    this.#reserve(10);
    const at = this.#length;
    this.#length += 8;
    if (Number.isNaN(number)) {
      this.#buffer.fill(0, at, at + 8);
      return;
    }
    this.#buffer.writeDoubleBE(number === 0 ? 0 : number, at);
    if (number < 0) this.invertFrom(at);
    else this.#buffer[at] = (this.#buffer[at] ?? 0) | 0x80;
    if (Math.abs(number) > SAFE) this.byte(remainder >> 8).byte(remainder & 0xff);
  }

  #timestamp(text: string): void {
    const seconds = Date.parse(`${text.slice(0, 19)}Z`) / 1000 - YEAR_ONE_SECONDS;
    this.#reserve(8);
    this.#length = this.#buffer.writeUIntBE(seconds, this.#length, 5);
    this.#length = this.#buffer.writeUIntBE(Number(text.slice(20, 26)), this.#length, 3);
  }

  #escaped(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.byte(byte);
      if (byte === 0) this.byte(0xff);
    }
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + size));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

function doubleBelow(number: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  view.setBigInt64(0, view.getBigInt64(0) + (number > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

/** Production indexes the first 1,500 bytes of a text. */
function truncated(text: string): string {
  if (text.length <= INDEXED_BYTES_MAX / 3) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= INDEXED_BYTES_MAX) return text;
  let end = INDEXED_BYTES_MAX;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}

/** The first key after every key that starts with `prefix`, a character a byte. */
export function afterPrefix(prefix: string): string {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix.charCodeAt(i);
    if (byte < 0xff) return prefix.slice(0, i) + String.fromCharCode(byte + 1);
  }
  return `${prefix}\u{ff}`;
}
