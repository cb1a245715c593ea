import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fields, value } from "../testing/arbitraries.ts";
import { readFields, readValue } from "./value.ts";

describe("the JSON codec of values", () => {
  test("takes the canonical form as it is, through JSON text", () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(readValue(JSON.parse(JSON.stringify(original)), "v")).toEqual(original);
      }),
    );
    fc.assert(
      fc.property(fields, (original) => {
        expect(readFields(JSON.parse(JSON.stringify(original)), "f")).toEqual(original);
      }),
    );
  });

  test.each([
    [{ nullValue: null }, { nullValue: "NULL_VALUE" }],
    [{ integerValue: 7 }, { integerValue: "7" }],
    [{ integerValue: "-007" }, { integerValue: "-7" }],
    [{ doubleValue: "-0" }, { doubleValue: "-0" }],
    [{ doubleValue: "1e3" }, { doubleValue: 1000 }],
    [{ arrayValue: {} }, { arrayValue: { values: [] } }],
    [{ mapValue: {} }, { mapValue: { fields: {} } }],
    [{ geoPointValue: {} }, { geoPointValue: { latitude: 0, longitude: 0 } }],
    [{ bytesValue: "-_8" }, { bytesValue: "+/8=" }],
    [
      { timestampValue: "2026-11-22T10:10:00.123456789+02:00" },
      { timestampValue: "2026-11-22T08:10:00.123456Z" },
    ],
    [{ timestampValue: "2026-11-22T08:10:00Z" }, { timestampValue: "2026-11-22T08:10:00.000000Z" }],
    [
      { timestampValue: { seconds: "1", nanos: 5_000 } },
      { timestampValue: "1970-01-01T00:00:01.000005Z" },
    ],
  ])("normalises %j", (dialect, canonical) => {
    expect(readValue(dialect, "v")).toEqual(canonical);
  });

  test.each([
    [null, "'v'"],
    [{}, "'v'"],
    [{ stringValue: "a", booleanValue: true }, "'v'"],
    [{ textValue: "a" }, "'v'"],
    [{ stringValue: 5 }, "'v.stringValue'"],
    [{ integerValue: 1.5 }, "'v.integerValue'"],
    [{ integerValue: "9223372036854775808" }, "'v.integerValue'"],
    [{ doubleValue: "" }, "'v.doubleValue'"],
    [{ timestampValue: "2026-02-30T00:00:00Z" }, "'v.timestampValue'"],
    [{ timestampValue: "yesterday" }, "'v.timestampValue'"],
    [{ bytesValue: "ä" }, "'v.bytesValue'"],
    [{ geoPointValue: { latitude: 91 } }, "'v.geoPointValue'"],
    [{ arrayValue: { values: [{ stringValue: "a" }, 5] } }, "'v.arrayValue.values[1]'"],
    [{ arrayValue: { value: [] } }, "'v.arrayValue'"],
    [JSON.parse('{"mapValue":{"fields":{"__proto__":{"nullValue":null}}}}'), "'v.mapValue'"],
  ])("refuses %j and names the place", (content, place) => {
    expect(() => readValue(content, "v")).toThrowError(
      expect.objectContaining({
        status: "INVALID_ARGUMENT",
        message: expect.stringContaining(place),
      }),
    );
  });
});
