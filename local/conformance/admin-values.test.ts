import { FieldValue, GeoPoint, Timestamp } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { adminClient, describeAdminSdk, freshCollection } from "./target.ts";

describeAdminSdk("values of the Admin SDK over %s", (sdk) => {
  async function stored(data: FirebaseFirestore.DocumentData): Promise<unknown> {
    const ref = freshCollection(sdk.db).doc();
    await ref.set(data);
    return (await ref.get()).data();
  }

  test("come back as they were set", async () => {
    const ref = sdk.db.doc("other/document");
    const data = {
      nothing: null,
      yes: true,
      whole: 42,
      largest: Number.MAX_SAFE_INTEGER,
      fraction: -1.25e-7,
      huge: 1e300,
      text: "grüße 👋🏽 \u{10FFFF} ￿ \u0000 end",
      empty: "",
      bytes: Buffer.from([0, 255, 128]),
      time: new Timestamp(1_790_000_000, 123_456_000),
      ancient: new Timestamp(-62_135_596_800, 0),
      place: new GeoPoint(48.137, 11.575),
      list: [1, "two", { three: [] }, null],
      nested: { a: { b: { c: {} } } },
    };
    expect(await stored({ ...data, ref })).toEqual({ ...data, ref });
  });

  test("are cut to microseconds where they are times", async () => {
    const at = new Timestamp(1, 123_456_789);
    expect(await stored({ at })).toEqual({ at: new Timestamp(1, 123_456_000) });
  });

  test("keep the numbers that JSON cannot carry", async () => {
    const data = { nan: Number.NaN, up: Number.POSITIVE_INFINITY, down: Number.NEGATIVE_INFINITY };
    expect(await stored(data)).toEqual(data);
  });

  test.runIf(sdk.transport === "gRPC")("keep minus zero apart from zero", async () => {
    const data = (await stored({ zero: -0 })) as { zero: number };
    expect(Object.is(data.zero, -0)).toBe(true);
  });

  test("keep 64-bit integers whole", async () => {
    const precise = adminClient(sdk.transport, { useBigInt: true });
    const ref = freshCollection(precise).doc();
    const data = { most: 9223372036854775807n, least: -9223372036854775808n };
    await ref.set(data);
    expect((await ref.get()).data()).toEqual(data);
    await precise.terminate();
  });

  test("keep fields that are named like parts of the protocol", async () => {
    const data = {
      nullValue: "NULL_VALUE",
      booleanValue: { stringValue: "x" },
      timestampValue: { seconds: 1, nanos: 2 },
      readTime: "now",
      fields: { values: [1] },
      constructor: "c",
      toString: "t",
      hasOwnProperty: "h",
      "with.dot": 1,
      "with`tick": 2,
      "\u{1F600}": 3,
      "": undefined,
    };
    const { "": _, ...expected } = data;
    expect(await stored(expected)).toEqual(expected);
  });

  test("keep vectors", async () => {
    const data = { embedding: FieldValue.vector([1, 2.5, -3]) };
    expect(await stored(data)).toEqual(data);
  });

  test("keep document ids of any script", async () => {
    const collection = freshCollection(sdk.db);
    const ids = ["ä ö", "日本", "a:b", "100%", "q?x=1&y", "#hash", "+plus", "~!*'()"];
    await Promise.all(ids.map((id) => collection.doc(id).set({ id })));
    const found = (await collection.get()).docs.map((doc) => [doc.id, doc.data().id]);
    expect(found.map(([id]) => id).sort()).toEqual([...ids].sort());
    for (const [id, field] of found) expect(id).toBe(field);
    for (const id of ids) expect((await collection.doc(id).get()).get("id")).toBe(id);
  });
});
