import { describe, expect, test } from "vitest";
import type { AccessPolicy } from "../engine.ts";
import type { Aggregation, StructuredQuery, Value } from "../protocol.ts";
import {
  ALL,
  ascending,
  type Bench,
  nameOf,
  OWNER,
  openBench,
  put,
  ROOT,
  toFields,
  toValue,
  where,
} from "./testing/fixtures.ts";

async function aggregated(bench: Bench, aggregations: Aggregation[], structuredQuery = ALL) {
  const request = { parent: ROOT, structuredAggregationQuery: { structuredQuery, aggregations } };
  return (await bench.engine.runAggregationQuery(request, OWNER)).aggregateFields;
}

const sum = (fieldPath: string): Aggregation => ({ alias: "r", sum: { field: { fieldPath } } });
const average = (fieldPath: string): Aggregation => ({ alias: "r", avg: { field: { fieldPath } } });

const SUMS: [name: string, values: Value[], aggregation: Aggregation, result: Value][] = [
  ["adds integers to an integer", [toValue(1), toValue(2)], sum("n"), toValue(3)],
  ["adds a double to a double", [toValue(1), toValue(0.5)], sum("n"), { doubleValue: 1.5 }],
  [
    "adds what passes int64 as a double",
    [{ integerValue: "9223372036854775807" }, toValue(1)],
    sum("n"),
    { doubleValue: 2 ** 63 },
  ],
  ["passes over what is no number", [toValue("7"), toValue(2)], sum("n"), toValue(2)],
  ["sums nothing to 0", [], sum("n"), toValue(0)],
  ["takes in NaN", [toValue(1), { doubleValue: "NaN" }], sum("n"), { doubleValue: "NaN" }],
  ["averages integers to a double", [toValue(1), toValue(2)], average("n"), { doubleValue: 1.5 }],
  ["averages nothing to null", [toValue("7")], average("n"), toValue(null)],
  ["counts", [toValue(1), toValue("x")], { alias: "r", count: {} }, toValue(2)],
  [
    "counts up to a bound",
    [toValue(1), toValue(2)],
    { alias: "r", count: { upTo: "1" } },
    toValue(1),
  ],
];

describe("an aggregation", () => {
  test.each(SUMS)("%s", async (_, values, aggregation, result) => {
    const bench = openBench();
    await bench.commit(...values.map((n, i) => put(`c/${i}`, { n })));
    expect(await aggregated(bench, [aggregation])).toEqual({ r: result });
    await bench.close();
  });

  test("of several fields counts only documents that have all of them", async () => {
    const bench = openBench();
    await bench.commit(put("c/1", { n: 1, m: 10 }), put("c/2", { n: 2 }), put("c/3", { m: 30 }));
    const both = [
      sum("n"),
      { alias: "m", sum: { field: { fieldPath: "m" } } },
      { alias: "k", count: {} },
    ];
    expect(await aggregated(bench, both)).toEqual({ r: toValue(1), m: toValue(10), k: toValue(1) });
    await bench.close();
  });

  test("honours the limit and offset of its query", async () => {
    const bench = openBench();
    await bench.commit(...[1, 2, 4, 8].map((n) => put(`c/${n}`, { n })));
    expect(await aggregated(bench, [sum("n")], { ...ALL, offset: 1, limit: 2 })).toEqual({
      r: toValue(6),
    });
    await bench.close();
  });
});

describe("a query", () => {
  test("returns the fields it selects, and none for the name alone", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { n: 1, m: { x: 1, y: 2 } }));
    const select = async (...paths: string[]) => {
      const structuredQuery = {
        ...ALL,
        select: { fields: paths.map((fieldPath) => ({ fieldPath })) },
      };
      return (await bench.engine.runQuery({ parent: ROOT, structuredQuery }, OWNER)).documents[0]
        ?.fields;
    };
    expect(await select("m.y")).toEqual(toFields({ m: { y: 2 } }));
    expect(await select("__name__")).toEqual({});
    await bench.close();
  });

  test("of a group stays below its parent", async () => {
    const bench = openBench();
    await bench.commit(
      put("a/1/c/x", {}),
      put("a/1/b/2/c/y", {}),
      put("a/2/c/z", {}),
      put("c/w", {}),
    );
    const structuredQuery = { from: [{ collectionId: "c", allDescendants: true }] };
    const { documents } = await bench.engine.runQuery(
      { parent: nameOf("a/1"), structuredQuery },
      OWNER,
    );
    expect(documents.map((one) => one.name)).toEqual([nameOf("a/1/b/2/c/y"), nameOf("a/1/c/x")]);
    await bench.close();
  });

  test.each<[string, Partial<StructuredQuery>]>([
    [
      "31 alternatives",
      {
        where: where(
          "n",
          "IN",
          Array.from({ length: 31 }, (_, i) => i),
        ),
      },
    ],
    ["no alternative at all", { where: where("n", "IN", []) }],
    [
      "11 excluded values",
      {
        where: where(
          "n",
          "NOT_IN",
          Array.from({ length: 11 }, (_, i) => i),
        ),
      },
    ],
    ["a name that is no reference", { where: where("__name__", "EQUAL", "a") }],
    ["a range of null", { where: where("n", "GREATER_THAN", null) }],
    [
      "more cursor values than orders",
      { startAt: { values: [toValue(1), toValue(2)], before: true } },
    ],
    ["one order twice", { orderBy: [ascending("n"), ascending("n")] }],
    ["an order after the name", { orderBy: [ascending("__name__"), ascending("n")] }],
    ["a negative limit", { limit: -1 }],
    ["no collection", { from: [] }],
  ])("is refused with INVALID_ARGUMENT: %s", async (_, query) => {
    const bench = openBench();
    await expect(bench.ids(query)).rejects.toMatchObject({ status: "INVALID_ARGUMENT" });
    await bench.close();
  });
});

describe("rules", () => {
  test("judge each document that is got, and a query before it runs", async () => {
    const asked: unknown[] = [];
    const accessPolicy: AccessPolicy = {
      checkGet: (_, name, document) => void asked.push([name, document?.fields ?? null]),
      checkList: (_, parent, query) => void asked.push([parent, query]),
      checkWrites: () => {},
    };
    const bench = openBench({ accessPolicy });
    await bench.commit(put("c/a", { n: 1 }));
    const caller = { kind: "anonymous" } as const;
    const documents = [nameOf("c/a"), nameOf("c/none")];
    await bench.engine.batchGet({ documents }, caller);
    await bench.engine.runQuery({ parent: ROOT, structuredQuery: ALL }, caller);
    bench.engine.snapshot({ documents: [nameOf("c/a")] }, caller);
    expect(asked).toEqual([
      [documents[0], toFields({ n: 1 })],
      [documents[1], null],
      [ROOT, ALL],
      [documents[0], toFields({ n: 1 })],
    ]);
    await bench.close();
  });
});

describe("a list", () => {
  test("pages through documents in an order, without repeating or losing one", async () => {
    const bench = openBench();
    await bench.commit(...[3, 1, 2, 1, 3].map((n, i) => put(`c/${i}`, { n })));
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await bench.engine.listDocuments(
        {
          parent: ROOT,
          collectionId: "c",
          pageSize: 2,
          orderBy: "n desc",
          ...(pageToken && { pageToken }),
        },
        OWNER,
      );
      seen.push(...page.documents.map((one) => one.name));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(seen).toEqual(["4", "0", "2", "3", "1"].map((id) => nameOf(`c/${id}`)));
    await bench.close();
  });

  test("shows missing documents that have something below them, if asked", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", {}), put("c/ghost/d/x", {}), put("c/gone/d/x", {}));
    await bench.commit({ delete: nameOf("c/gone/d/x") });
    const list = (showMissing: boolean) =>
      bench.engine.listDocuments({ parent: ROOT, collectionId: "c", showMissing }, OWNER);
    expect((await list(false)).documents.map((one) => one.name)).toEqual([nameOf("c/a")]);
    const { documents } = await list(true);
    expect(documents).toEqual([await bench.get("c/a"), { name: nameOf("c/ghost") }]);
    await bench.close();
  });

  test("names collections that hold something, at any depth", async () => {
    const bench = openBench();
    await bench.commit(put("a/1", {}), put("b/none/c/1", {}), put("gone/1", {}));
    await bench.commit({ delete: nameOf("gone/1") });
    const first = await bench.engine.listCollectionIds({ parent: ROOT, pageSize: 1 }, OWNER);
    expect(first.collectionIds).toEqual(["a"]);
    const rest = await bench.engine.listCollectionIds(
      { parent: ROOT, pageToken: first.nextPageToken ?? "" },
      OWNER,
    );
    expect(rest).toEqual({ collectionIds: ["b"] });
    await bench.close();
  });
});

describe("listeners", () => {
  test("get the commits since a version while they are kept, and null after a restart", async () => {
    const bench = openBench();
    for (const n of [1, 2, 3]) await bench.commit(put("c/a", { n }));
    const since = bench.engine.commitsSince(1) ?? [];
    expect(since.map((event) => event.version)).toEqual([2, 3]);
    expect(since[1]?.changes[0]?.before?.fields).toEqual(toFields({ n: 2 }));
    const restarted = openBench({ storage: bench.storage });
    expect(restarted.engine.commitsSince(3)).toEqual([]);
    expect(restarted.engine.commitsSince(2)).toBeNull();
    await bench.close();
  });

  test("hear of a commit when it can be read, in order, until they stop", async () => {
    const bench = openBench();
    const heard: unknown[] = [];
    const stop = bench.engine.onCommit(({ version, changes }) => {
      const { documents } = bench.engine.snapshot({ documents: [nameOf("c/a")] }, OWNER);
      heard.push([version, changes[0]?.after, documents[0]]);
    });
    await Promise.all([bench.commit(put("c/a", { n: 1 })), bench.commit(put("c/b", { n: 2 }))]);
    stop();
    await bench.commit(put("c/a", { n: 3 }));
    const a = heard[0] as unknown[];
    expect(heard).toEqual([
      [1, a[2], a[2]],
      [2, expect.objectContaining({ fields: toFields({ n: 2 }) }), a[2]],
    ]);
    await bench.close();
  });

  test("are told what is deleted when everything is", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { n: 1 }), put("c/b/d/x", { n: 1 }));
    const gone: string[] = [];
    bench.engine.onCommit(({ changes }) => gone.push(...changes.map((one) => one.name)));
    await bench.engine.clear();
    expect(gone.sort()).toEqual([nameOf("c/a"), nameOf("c/b/d/x")]);
    expect(await bench.ids({ group: true, collection: "d" })).toEqual([]);
    await bench.commit(put("c/a", { n: 1 }));
    expect(await bench.ids({ where: where("n", "EQUAL", 1) })).toEqual(["a"]);
    await bench.close();
  });
});
