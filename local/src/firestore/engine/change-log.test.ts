import { describe, expect, test } from "vitest";
import { nameOf, OWNER, openBench, put, toFields, where } from "./testing/fixtures.ts";

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
    expect(a[2]).toMatchObject({ fields: toFields({ n: 1 }) });
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
