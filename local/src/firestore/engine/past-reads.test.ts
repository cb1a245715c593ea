import { describe, expect, test } from "vitest";
import { ALL, nameOf, OWNER, openBench, put, ROOT, toFields } from "./testing/fixtures.ts";
import { commit, query, READ_WRITE, read } from "./testing/in-transaction.ts";

describe("a read-only transaction", () => {
  test("sees the database as it was when it began, in documents, queries and counts", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { n: 1 }), put("c/b", { n: 2 }));
    const transaction = bench.engine.beginTransaction({ readOnly: {} }, OWNER);
    await bench.commit(put("c/a", { n: 9 }), { delete: nameOf("c/b") }, put("c/0", { n: 0 }));
    expect((await read(bench, transaction, "c/a")).found[0]?.fields).toEqual(toFields({ n: 1 }));
    const { documents, readTime } = await query(bench, { ...ALL, limit: 2 }, { transaction });
    expect(documents.map((one) => one.name)).toEqual([nameOf("c/a"), nameOf("c/b")]);
    const aggregation = await bench.engine.runAggregationQuery(
      {
        parent: ROOT,
        structuredAggregationQuery: {
          structuredQuery: ALL,
          aggregations: [{ alias: "n", count: {} }],
        },
        transaction,
      },
      OWNER,
    );
    expect(aggregation.aggregateFields).toEqual({ n: { integerValue: "2" } });
    expect((await query(bench, ALL, { readTime })).documents).toEqual(documents);
    await bench.close();
  });

  test("neither waits for locks nor makes anybody wait", async () => {
    const bench = openBench();
    const writer = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, writer, "c/a");
    const reader = bench.engine.beginTransaction({ readOnly: {} }, OWNER);
    expect((await read(bench, reader, "c/a")).found).toEqual([null]);
    await commit(bench, writer, put("c/a", {}));
    await bench.close();
  });

  test("writes nothing", async () => {
    const bench = openBench();
    const transaction = bench.engine.beginTransaction({ readOnly: {} }, OWNER);
    await expect(commit(bench, transaction, put("c/a", {}))).rejects.toMatchObject({
      status: "INVALID_ARGUMENT",
    });
    expect(await bench.get("c/a")).toBeNull();
    await bench.close();
  });
});

describe("a read at a time", () => {
  test("sees each version at its own commit time", async () => {
    const bench = openBench();
    const times: string[] = [];
    for (const n of [1, 2, 3]) times.push(await bench.commit(put("c/a", { n })));
    for (const [i, readTime] of times.entries()) {
      const { found } = await bench.engine.batchGet(
        { documents: [nameOf("c/a")], readTime },
        OWNER,
      );
      expect(found[0]?.fields).toEqual(toFields({ n: i + 1 }));
    }
    await bench.close();
  });

  test.each([
    ["the future", "2999-01-01T00:00:00.000000Z", "INVALID_ARGUMENT"],
    ["a time before what is kept", "2020-01-01T00:00:00.000000Z", "FAILED_PRECONDITION"],
  ])("refuses %s", async (_, readTime, status) => {
    const bench = openBench();
    await bench.commit(put("c/a", {}));
    const first = openBench({ storage: bench.storage });
    await expect(query(first, ALL, { readTime })).rejects.toMatchObject({ status });
    await bench.close();
  });
});
