import { float, type PlainMap, Raw, reference, timestamp } from "./plain-rules.ts";

/** A field of every type. */
export const DATA: PlainMap = {
  text: "Hello, Wörld",
  count: 5,
  price: 2.5,
  whole: float(5),
  nothing: null,
  yes: true,
  tags: ["red", "green"],
  numbers: [1, 2, 3],
  nested: { a: { b: "deep" }, list: [{ k: 1 }] },
  at: timestamp("2026-02-03T04:05:06.789000Z"),
  before: timestamp("1969-12-31T23:59:59.500000Z"),
  blob: new Raw({ bytesValue: "aGk=" }),
  place: new Raw({ geoPointValue: { latitude: 52.52, longitude: 13.405 } }),
  friend: reference("users/bob"),
  notANumber: new Raw({ doubleValue: "NaN" }),
};
