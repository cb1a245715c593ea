import { describe, expect, test } from "vitest";
import {
  descending,
  nameOf,
  OWNER,
  openBench,
  put,
  ROOT,
  toFields,
  where,
} from "./testing/fixtures.ts";

describe("commit", () => {
  test("stores a document that a read returns, with strictly growing times", async () => {
    const bench = openBench();
    const first = await bench.commit(put("c/a", { n: 1, tags: ["x", "y"], m: { k: "v" } }));
    const second = await bench.commit(put("c/b", { n: 2 }));
    expect(second > first).toBe(true);
    expect(await bench.get("c/a")).toEqual({
      name: nameOf("c/a"),
      fields: toFields({ n: 1, tags: ["x", "y"], m: { k: "v" } }),
      createTime: first,
      updateTime: first,
    });
    expect(await bench.ids({ orderBy: [descending("n")] })).toEqual(["b", "a"]);
    expect(await bench.ids({ where: where("n", "GREATER_THAN", 1) })).toEqual(["b"]);
    expect(await bench.ids({ where: where("tags", "ARRAY_CONTAINS", "y") })).toEqual(["a"]);
    expect(await bench.ids({ where: where("m.k", "EQUAL", "v") })).toEqual(["a"]);
    expect(await bench.engine.listCollectionIds({ parent: ROOT }, OWNER)).toEqual({
      collectionIds: ["c"],
    });
    await bench.close();
  });
});
