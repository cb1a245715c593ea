import { describe, expect, test } from "vitest";
import type { CommitEvent } from "../engine.ts";
import type { DocumentChange, Write } from "../protocol.ts";
import { nameOf, OWNER, openBench, put, toFields, toValue, update } from "./testing/fixtures.ts";

describe("a commit", () => {
  test("merges what the mask names, deletes what it names and the update lacks, and keeps the rest", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { keep: 1, m: { x: 1, "odd.d": 2 }, gone: true }));
    const fields = toFields({ m: { x: 9, ignored: 1 }, ignored: 1 });
    const updateMask = { fieldPaths: ["m.x", "m.`odd.d`", "gone", "never.was"] };
    await bench.commit({ update: { name: nameOf("c/a"), fields }, updateMask });
    expect((await bench.get("c/a"))?.fields).toEqual(toFields({ keep: 1, m: { x: 9 } }));
    await bench.close();
  });

  test("with an empty mask creates a missing document and changes nothing of one that exists", async () => {
    const bench = openBench();
    const created = await bench.commit(put("c/a", { n: 1 }));
    const touch = (path: string): Write =>
      ({ ...update(path, toFields({ n: 2 })), updateMask: { fieldPaths: [] } }) as Write;
    await bench.commit(touch("c/a"), touch("c/b"));
    expect(await bench.get("c/a")).toMatchObject({
      fields: toFields({ n: 1 }),
      updateTime: created,
    });
    expect((await bench.get("c/b"))?.fields).toEqual({});
    await bench.close();
  });

  test("that changes nothing keeps the update time and tells nobody", async () => {
    const bench = openBench();
    const first = await bench.commit(put("c/a", { m: { x: 1, y: [1.5] } }));
    const events: CommitEvent[] = [];
    bench.engine.onCommit((event) => events.push(event));
    const same = { m: toValue({ y: [1.5], x: 1 }) };
    const { writeResults, commitTime } = await bench.engine.commit(
      { writes: [update("c/a", same)] },
      OWNER,
    );
    expect(writeResults).toEqual([{ updateTime: first }]);
    expect(commitTime > first).toBe(true);
    expect(events).toEqual([]);
    await bench.commit(put("c/a", { m: { x: { doubleValue: 1 }, y: [1.5] } }));
    expect(events).toHaveLength(1);
    await bench.close();
  });

  test("applies several writes to one document in order and reports one change", async () => {
    const bench = openBench();
    const events: CommitEvent[] = [];
    bench.engine.onCommit((event) => events.push(event));
    const increment: Write = {
      transform: {
        document: nameOf("c/a"),
        fieldTransforms: [{ fieldPath: "n", increment: toValue(5) }],
      },
      currentDocument: { exists: true },
    };
    const { writeResults, commitTime } = await bench.engine.commit(
      { writes: [put("c/a", { n: 1 }), increment, { delete: nameOf("c/none") }] },
      OWNER,
    );
    expect(writeResults[1]).toEqual({ updateTime: commitTime, transformResults: [toValue(6)] });
    const after = await bench.get("c/a");
    expect(after?.fields).toEqual(toFields({ n: 6 }));
    const changes: DocumentChange[] = [{ name: nameOf("c/a"), before: null, after }];
    expect(events).toEqual([{ version: 1, commitTime, changes }]);
    await bench.close();
  });

  test("gives all server timestamps of one commit one time, in milliseconds", async () => {
    const bench = openBench({ now: () => Date.UTC(2026, 10, 22, 8, 10, 0, 123) });
    const stamp = (path: string): Write => ({
      update: { name: nameOf(path), fields: {} },
      updateTransforms: [{ fieldPath: "at", setToServerValue: "REQUEST_TIME" }],
    });
    await bench.commit(stamp("c/0"));
    await bench.commit(stamp("c/a"), stamp("c/b"));
    const expected = { at: { timestampValue: "2026-11-22T08:10:00.123000Z" } };
    expect((await bench.get("c/a"))?.fields).toEqual(expected);
    expect((await bench.get("c/b"))?.fields).toEqual(expected);
    expect((await bench.get("c/b"))?.updateTime).toBe("2026-11-22T08:10:00.123001Z");
    await bench.close();
  });

  test("counts what production bills", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", {}), put("c/b", {}), { delete: nameOf("c/none") });
    await bench.get("c/none");
    await bench.ids({ collection: "empty" });
    await bench.ids({ offset: 1 });
    expect(bench.engine.counters).toEqual({ reads: 4, writes: 2, deletes: 1 });
    bench.engine.resetCounters();
    expect(bench.engine.counters).toEqual({ reads: 0, writes: 0, deletes: 0 });
    await bench.close();
  });
});

describe("a batch write", () => {
  test("applies each write by itself and answers each in its place", async () => {
    const bench = openBench();
    const result = await bench.engine.batchWrite(
      { writes: [put("c/a", {}), update("c/none", {}, { exists: true }), put("c/b", {})] },
      OWNER,
    );
    expect(result.status.map((one) => one.code)).toEqual([0, 5, 0]);
    expect(result.writeResults[1]).toEqual({});
    expect(await bench.ids({})).toEqual(["a", "b"]);
    await bench.close();
  });
});
