import { describe, expect, test } from "vitest";
import type { StructuredQuery } from "../protocol.ts";
import {
  ALL,
  ascending,
  nameOf,
  OWNER,
  openBench,
  put,
  ROOT,
  toFields,
  toValue,
  where,
} from "./testing/fixtures.ts";

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
