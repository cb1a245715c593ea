import fc from "fast-check";
import type { Document, Fields, Value } from "../../protocol.ts";
import { canonicalDouble } from "../json/value.ts";
import { timestampFromParts } from "../timestamp.ts";

/** Random messages in canonical form, for codec tests. */

export const DATABASE = "projects/p/databases/(default)";
export const NAME = `${DATABASE}/documents/a/b`;

const fieldName = fc
  .oneof(
    fc.constantFrom("nullValue", "timestampValue", "readTime", "fields", "values", "ü.ß", "`x`"),
    fc.string({ minLength: 1, unit: "grapheme" }),
  )
  .filter((name) => name !== "__proto__");

export const timestamp = fc
  .tuple(
    fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
    fc.integer({ min: 0, max: 999_999 }),
  )
  .map(([seconds, micros]) => timestampFromParts(seconds, micros * 1000));

export const base64 = fc
  .uint8Array({ maxLength: 30 })
  .map((bytes) => Buffer.from(bytes).toString("base64"));

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.constant<Value>({ nullValue: "NULL_VALUE" }),
  fc.record({ booleanValue: fc.boolean() }),
  fc.record({
    integerValue: fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((number) => number.toString()),
  }),
  fc.record({ integerValue: fc.integer().map(String) }),
  fc.record({ doubleValue: fc.double().map(canonicalDouble) }),
  fc.record({ timestampValue: timestamp }),
  fc.record({ stringValue: fc.string({ unit: "grapheme" }) }),
  fc.record({ bytesValue: base64 }),
  fc.record({ referenceValue: fc.constant(NAME) }),
  fc.record({
    geoPointValue: fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }).map((number) => number + 0),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }).map((number) => number + 0),
    }),
  }),
);

export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ arrayValue: fc.record({ values: fc.array(tie("value"), { maxLength: 4 }) }) }),
    fc.record({
      mapValue: fc.record({
        fields: plain(fc.dictionary(fieldName, tie("value"), { maxKeys: 4 })),
      }),
    }),
  ),
})).value;

function plain(dictionary: fc.Arbitrary<Fields>): fc.Arbitrary<Fields> {
  return dictionary.map((fields) => ({ ...fields }));
}

export const fields = plain(fc.dictionary(fieldName, value, { maxKeys: 5 }));

export const document: fc.Arbitrary<Document> = fc.record({
  name: fc.constant(`${DATABASE}/documents/rooms/ü`),
  fields,
  createTime: timestamp,
  updateTime: timestamp,
});
