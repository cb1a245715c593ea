import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../protocol.ts";
import { document, value } from "../testing/arbitraries.ts";
import {
  decodeByOracle,
  encodeByOracle,
  normalise,
  plainDocument,
  plainValue,
} from "../testing/proto-oracle.ts";
import { readDocument, readValue, writeDocument, writeValue } from "./value.ts";
import { encodeMessage, readerOf } from "./wire-format.ts";

function prefixed(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}

describe("the protobuf codec of values", () => {
  test("reads every value as Google's definitions write it", () => {
    fc.assert(
      fc.property(value, (original) => {
        const bytes = encodeByOracle("Value", plainValue(original));
        expect(readValue(readerOf(prefixed(bytes)))).toEqual(original);
      }),
    );
  });

  test("writes every value so that Google's definitions read it", () => {
    fc.assert(
      fc.property(value, (original) => {
        const bytes = encodeMessage(original, writeValue);
        expect(decodeByOracle("Value", bytes)).toEqual(normalise("Value", plainValue(original)));
      }),
    );
  });

  test("writes and reads documents, whatever their fields are called", () => {
    fc.assert(
      fc.property(document, (original) => {
        const bytes = encodeMessage(original, writeDocument);
        expect(decodeByOracle("Document", bytes)).toEqual(
          normalise("Document", plainDocument(original)),
        );
        const { name, fields } = original;
        expect(readDocument(readerOf(prefixed(bytes)))).toEqual({ name, fields });
      }),
    );
  });

  test("keeps minus zero and the ends of int64 apart from their neighbours", () => {
    for (const original of [
      { doubleValue: "-0" as const },
      { doubleValue: 0 },
      { integerValue: "-9223372036854775808" },
      { integerValue: "9223372036854775807" },
      { integerValue: "9007199254740993" },
    ]) {
      const bytes = encodeMessage(original, writeValue);
      expect(readValue(readerOf(prefixed(bytes)))).toEqual(original);
    }
  });

  test("cuts timestamps to microseconds", () => {
    const bytes = encodeByOracle("Value", { timestampValue: { seconds: 1, nanos: 123_456_789 } });
    expect(readValue(readerOf(prefixed(bytes)))).toEqual({
      timestampValue: "1970-01-01T00:00:01.123456Z",
    });
  });

  test.each([
    ["a value without a type", encodeByOracle("Value", {})],
    ["a field named __proto__", protoField()],
    ["a latitude beyond the pole", encodeByOracle("Value", { geoPointValue: { latitude: 91 } })],
    ["more nesting than a message may have", nested(101)],
  ])("refuses %s", (_, bytes) => {
    expect(() => readValue(readerOf(prefixed(bytes)))).toThrowError(
      expect.objectContaining({ status: "INVALID_ARGUMENT" }),
    );
  });

  test("refuses bytes that end in the middle", () => {
    const bytes = prefixed(encodeByOracle("Value", { stringValue: "hello" }));
    for (let length = 1; length < bytes.length; length += 1) {
      expect(() => readValue(readerOf(bytes.subarray(0, length)))).toThrow();
    }
  });
});

function protoField(): Uint8Array {
  const name = Buffer.from("__proto__");
  const content = [18, 2, 8, 1];
  const entry = Buffer.concat([Buffer.from([10, name.length]), name, Buffer.from(content)]);
  return Buffer.concat([Buffer.from([50, entry.length + 2, 10, entry.length]), entry]);
}

function nested(depth: number): Uint8Array {
  let value: Value = { booleanValue: true };
  for (let level = 0; level < depth; level += 1) value = { arrayValue: { values: [value] } };
  return encodeMessage(value, writeValue);
}
