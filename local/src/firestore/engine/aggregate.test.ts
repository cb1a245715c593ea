import { describe, expect, test } from "vitest";
import type { Aggregation, Value } from "../protocol.ts";
import { ALL, type Bench, OWNER, openBench, put, ROOT, toValue } from "./testing/fixtures.ts";

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
