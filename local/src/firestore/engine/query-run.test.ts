import { expect, test } from "vitest";
import type { IndexConfiguration } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Consistency, Document, Filter, StructuredQuery } from "../protocol.ts";
import {
  and,
  type Bench,
  descending,
  indexEntries,
  nameOf,
  OWNER,
  openBench,
  put,
  ROOT,
  where,
} from "./testing/fixtures.ts";
import { naiveQuery } from "./testing/naive-query.ts";
import { type Random, randomFrom, randomQuery, randomWrite } from "./testing/random-queries.ts";

type Configuration = Required<IndexConfiguration>;

async function run(
  bench: Bench,
  structuredQuery: StructuredQuery,
  consistency: Consistency = {},
): Promise<string[]> {
  const request = { parent: ROOT, structuredQuery, ...consistency };
  const { documents } = await bench.engine.runQuery(request, OWNER);
  return documents.map((document) => document.name);
}

async function count(bench: Bench, structuredQuery: StructuredQuery): Promise<unknown> {
  const aggregations = [{ alias: "n", count: {} }];
  const structuredAggregationQuery = { structuredQuery, aggregations };
  const request = { parent: ROOT, structuredAggregationQuery };
  const { aggregateFields } = await bench.engine.runAggregationQuery(request, OWNER);
  return aggregateFields.n !== undefined && "integerValue" in aggregateFields.n
    ? aggregateFields.n.integerValue
    : null;
}

function allDocuments(bench: Bench): Document[] {
  const query = { from: [{ collectionId: "", allDescendants: true }] };
  return bench.engine.snapshot({ parent: ROOT, structuredQuery: query }, OWNER).documents;
}

/** Queries that Firestore accepts, whatever indexes they need. */
async function acceptedQueries(bench: Bench, random: Random, count: number) {
  const queries: StructuredQuery[] = [];
  while (queries.length < count) {
    const query = randomQuery(random, allDocuments(bench));
    const isAccepted = await run(bench, query).then(
      () => true,
      (error) => error.status === "FAILED_PRECONDITION",
    );
    if (isAccepted) queries.push(query);
  }
  return queries;
}

/** Adds to the configuration what the refusal of the query names; false once it is answered. */
async function learnIndex(bench: Bench, query: StructuredQuery, configuration: Configuration) {
  const refusal = await run(bench, query).then(
    () => null,
    (error: unknown) => error,
  );
  if (refusal === null) return false;
  if (!(refusal instanceof FirestoreError)) throw refusal;
  const hint = /\(\(add to "(indexes|fieldOverrides)" in [^:]*: (.*)\)\)$/.exec(refusal.message);
  if (hint === null) throw refusal;
  const entry = JSON.parse(hint[2] ?? "");
  if (hint[1] === "indexes") configuration.indexes.push(entry);
  else {
    const kept = configuration.fieldOverrides.filter(
      (one) => one.collectionGroup !== entry.collectionGroup || one.fieldPath !== entry.fieldPath,
    );
    configuration.fieldOverrides = [...kept, entry];
  }
  return true;
}

test("answers every query as a scan would, from indexes added as its refusals name them, through changes and back in time", async () => {
  const random = randomFrom(20261122);
  const configuration: Configuration = { indexes: [], fieldOverrides: [] };
  let bench = openBench({ indexes: configuration });
  const { storage } = bench;
  const change = () => bench.commit(...Array.from({ length: 6 }, () => randomWrite(random)));
  for (let i = 0; i < 8; i++) await change();
  const queries = await acceptedQueries(bench, random, 400);

  let rounds = 0;
  for (let isLearning = true; isLearning; rounds++) {
    isLearning = false;
    for (const query of queries) {
      if (await learnIndex(bench, query, configuration)) isLearning = true;
    }
    bench = openBench({ storage, indexes: structuredClone(configuration) });
  }
  expect(rounds).toBeLessThan(8);
  expect(configuration.indexes.length).toBeGreaterThan(20);

  for (let i = 0; i < 5; i++) {
    const all = allDocuments(bench);
    const expected = queries.map((query) => naiveQuery(query, all).map((one) => one.name));
    const { readTime } = bench.engine.snapshot({ documents: [] }, OWNER);
    for (const [q, query] of queries.entries()) {
      expect(await run(bench, query), JSON.stringify(query)).toEqual(expected[q]);
      expect(await count(bench, query), JSON.stringify(query)).toBe(String(expected[q]?.length));
    }
    await change();
    for (const [q, query] of queries.entries()) {
      expect(await run(bench, query, { readTime }), JSON.stringify(query)).toEqual(expected[q]);
    }
  }
  await bench.close();
}, 20_000);

test.each<[string, Filter, string[]]>([
  ["not equal", where("n", "NOT_EQUAL", 2), ["text", "3", "1"]],
  ["not in", where("n", "NOT_IN", [1, "t"]), ["3", "2"]],
  ["above", where("n", "GREATER_THAN", 1), ["3", "2"]],
  ["from", where("n", "GREATER_THAN_OR_EQUAL", 2), ["3", "2"]],
  ["below", where("n", "LESS_THAN", 2), ["1"]],
  ["up to", where("n", "LESS_THAN_OR_EQUAL", 2), ["2", "1"]],
])("reads a descending composite index for what is %s", async (_, filter, ids) => {
  const fields = [
    { fieldPath: "k", order: "ASCENDING" as const },
    { fieldPath: "n", order: "DESCENDING" as const },
  ];
  const index = { collectionGroup: "c", queryScope: "COLLECTION" as const, fields };
  const bench = openBench({ indexes: { indexes: [index] } });
  const values = { none: null, "1": 1, "2": 2, "3": 3, text: "t" };
  for (const [id, n] of Object.entries(values)) await bench.commit(put(`c/${id}`, { k: 1, n }));
  await bench.commit(put("c/other", { k: 2, n: 2 }), put("c/missing", { k: 1 }));
  const query = { where: and(where("k", "EQUAL", 1), filter), orderBy: [descending("n")] };
  expect(await bench.ids(query)).toEqual(ids);
  await bench.close();
});

test.each([
  ["forwards", [], ["06", "12", "18"]],
  ["backwards", [descending("__name__")], ["18", "12", "06"]],
])(
  "intersects three indexes %s, leaping over what only some of them hold",
  async (_, orderBy, ids) => {
    const bench = openBench({ indexes: { indexes: [] } });
    const is = (n: number, divisor: number) => n % divisor === 0;
    for (let n = 1; n <= 20; n++) {
      await bench.commit(
        put(`c/${String(n).padStart(2, "0")}`, { a: is(n, 2), b: is(n, 3), c: n < 19 }),
      );
    }
    const fields = ["a", "b", "c"].map((field) => where(field, "EQUAL", true));
    const query = { from: [{ collectionId: "c" }], where: and(...fields), orderBy };
    expect(await bench.ids(query)).toEqual(ids);
    expect(await count(bench, query)).toBe("3");
    await bench.close();
  },
);

test("leaves no entry behind when every document is gone", async () => {
  const random = randomFrom(7);
  const bench = openBench();
  for (let i = 0; i < 60; i++) await bench.commit(randomWrite(random));
  const names = allDocuments(bench).map((document) => document.name);
  expect(names).toContain(nameOf("c/__id7__"));
  expect(indexEntries(bench.storage).length).toBeGreaterThan(100);
  await bench.commit(...names.map((name) => ({ delete: name })));
  expect(indexEntries(bench.storage)).toEqual([]);
  await bench.close();
});
