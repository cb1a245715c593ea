import { afterAll, describe, expect, test } from "vitest";
import type { Filter, StructuredQuery } from "../protocol.ts";
import {
  and,
  ascending,
  descending,
  OWNER,
  openBench,
  or,
  put,
  ROOT,
  where,
} from "./testing/fixtures.ts";
import { CONFIGURATION, composite } from "./testing/index-configuration.ts";

const is = (field: string): Filter => where(field, "EQUAL", 1);
const above = (field: string): Filter => where(field, "GREATER_THAN", 0);
const tagged = where("tags", "ARRAY_CONTAINS", "t");

type Query = Partial<StructuredQuery> & { group?: boolean };

const SERVED: [name: string, query: Query][] = [
  ["no filter", {}],
  ["one equality", { where: is("a") }],
  ["equalities of any number", { where: and(is("a"), is("z"), is("q"), is("m.n")) }],
  ["an equality by descending name", { where: is("a"), orderBy: [descending("__name__")] }],
  ["a range", { where: above("z") }],
  ["a range in its own descending order", { where: above("z"), orderBy: [descending("z")] }],
  ["two ranges of one field", { where: and(above("z"), where("z", "LESS_THAN", 9)) }],
  ["an order", { orderBy: [descending("z")] }],
  ["an order by an equal field", { where: is("z"), orderBy: [ascending("z")] }],
  ["membership", { where: tagged }],
  ["an unequal field", { where: where("z", "NOT_EQUAL", 1) }],
  ["IN", { where: where("z", "IN", [1, 2]) }],
  ["alternatives of equalities", { where: or(is("a"), and(is("b"), is("z"))) }],
  [
    "a range of names",
    { where: where("__name__", "GREATER_THAN", { referenceValue: `${ROOT}/c/a` }) },
  ],
  ["a composite index", { where: is("a"), orderBy: [ascending("b")] }],
  ["a composite index by its range", { where: and(is("a"), above("b")) }],
  ["a composite index in its descending order", { where: is("a"), orderBy: [descending("d")] }],
  [
    "two composite indexes with one order, merged",
    { where: and(is("a"), is("c")), orderBy: [ascending("b")] },
  ],
  ["a composite index with membership", { where: tagged, orderBy: [ascending("b")] }],
  ["two orders as the index has them", { orderBy: [ascending("x"), descending("y")] }],
  ["a group without a filter", { group: true }],
  [
    "a group by a composite index of its own",
    { group: true, where: is("a"), orderBy: [ascending("b")] },
  ],
  ["a group by an override", { group: true, where: is("shared") }],
];

const REFUSED: [name: string, query: Query, where: string, entry: object][] = [
  [
    "equality and another order",
    { where: is("a"), orderBy: [ascending("z")] },
    "indexes",
    composite("a ASCENDING", "z ASCENDING"),
  ],
  [
    "equality and a range",
    { where: and(is("z"), above("a")) },
    "indexes",
    composite("z ASCENDING", "a ASCENDING"),
  ],
  [
    "an index read backwards",
    { where: is("a"), orderBy: [descending("b")] },
    "indexes",
    composite("a ASCENDING", "b DESCENDING"),
  ],
  [
    "two orders",
    { orderBy: [ascending("x"), ascending("y")] },
    "indexes",
    composite("x ASCENDING", "y ASCENDING"),
  ],
  [
    "ranges of two fields",
    { where: and(above("a"), above("z")) },
    "indexes",
    composite("a ASCENDING", "z ASCENDING"),
  ],
  [
    "membership and equality",
    { where: and(tagged, is("z")) },
    "indexes",
    composite("z ASCENDING", "tags CONTAINS"),
  ],
  [
    "an order against the names",
    { orderBy: [ascending("z"), descending("__name__")] },
    "indexes",
    composite("z ASCENDING", "__name__ DESCENDING"),
  ],
  [
    "one alternative that lacks an index",
    { where: or(is("a"), is("z")), orderBy: [ascending("b")] },
    "indexes",
    composite("z ASCENDING", "b ASCENDING"),
  ],
  [
    "a group by a field without an override",
    { group: true, where: is("z") },
    "fieldOverrides",
    {
      collectionGroup: "c",
      fieldPath: "z",
      indexes: [
        { order: "ASCENDING", queryScope: "COLLECTION" },
        { order: "DESCENDING", queryScope: "COLLECTION" },
        { arrayConfig: "CONTAINS", queryScope: "COLLECTION" },
        { order: "ASCENDING", queryScope: "COLLECTION_GROUP" },
      ],
    },
  ],
  [
    "an exempted field",
    { where: is("exempt") },
    "fieldOverrides",
    {
      collectionGroup: "c",
      fieldPath: "exempt",
      indexes: [{ order: "ASCENDING", queryScope: "COLLECTION" }],
    },
  ],
  [
    "a map below an exempted field",
    { orderBy: [descending("exempt.m")] },
    "fieldOverrides",
    {
      collectionGroup: "c",
      fieldPath: "exempt.m",
      indexes: [{ order: "DESCENDING", queryScope: "COLLECTION" }],
    },
  ],
];

describe("a query", () => {
  const bench = openBench({ indexes: CONFIGURATION });
  afterAll(() => bench.close());

  test.each(SERVED)("is answered: %s", async (_, query) => {
    await expect(bench.ids(query)).resolves.toEqual([]);
  });

  test.each(REFUSED)("is refused with the entry it needs: %s", async (_, query, list, entry) => {
    await expect(bench.ids(query)).rejects.toMatchObject({
      status: "FAILED_PRECONDITION",
      message: `The query requires an index. You can create it here: https://console.firebase.google.com/project/demo/firestore/indexes ((add to "${list}" in firestore.indexes.json: ${JSON.stringify(entry)}))`,
    });
    const unconfigured = openBench();
    await expect(unconfigured.ids(query)).resolves.toEqual([]);
    await unconfigured.close();
  });

  test("is refused before anything is read, also when it is listened to or summed up", async () => {
    const structuredQuery: StructuredQuery = { from: [{ collectionId: "c" }], where: is("a") };
    const aggregations = [{ alias: "s", sum: { field: { fieldPath: "z" } } }];
    const sum = bench.engine.runAggregationQuery(
      { parent: ROOT, structuredAggregationQuery: { structuredQuery, aggregations } },
      OWNER,
    );
    await expect(sum).rejects.toMatchObject({ status: "FAILED_PRECONDITION" });
    const listened = { ...structuredQuery, orderBy: [ascending("z")] };
    expect(() => bench.engine.snapshot({ parent: ROOT, structuredQuery: listened }, OWNER)).toThrow(
      /requires an index/,
    );
  });
});

test("composite indexes that no query used are told apart", async () => {
  const bench = openBench({ indexes: CONFIGURATION });
  await bench.commit(put("c/1", { a: 1, b: 1 }));
  expect(await bench.ids({ where: is("a"), orderBy: [ascending("b")] })).toEqual(["1"]);
  const used = bench.engine.usedIndexes().filter((index) => index.isUsed);
  expect(used.map((index) => index.definition)).toEqual([
    "c, COLLECTION, a ASCENDING, b ASCENDING, __name__ ASCENDING",
  ]);
  expect(bench.engine.usedIndexes()).toHaveLength(CONFIGURATION.indexes.length);
  await bench.close();
});
