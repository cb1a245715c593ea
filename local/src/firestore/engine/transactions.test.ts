import { describe, expect, test } from "vitest";
import type { StructuredQuery } from "../protocol.ts";
import { ALL, nameOf, OWNER, openBench, put, toFields, where } from "./testing/fixtures.ts";
import { aborted, commit, expired, query, READ_WRITE, read } from "./testing/in-transaction.ts";

const OPEN: StructuredQuery = { ...ALL, where: where("open", "EQUAL", true) };

describe("a read-write transaction", () => {
  test("loses no increment when 50 of them read and write one document at once", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { n: 0 }));
    const one = async () => {
      const { found, transaction = "" } = await bench.engine.batchGet(
        { documents: [nameOf("c/a")], newTransaction: READ_WRITE },
        OWNER,
      );
      const value = found[0]?.fields.n;
      const n = value !== undefined && "integerValue" in value ? Number(value.integerValue) : 0;
      await commit(bench, transaction, put("c/a", { n: n + 1 }));
    };
    await Promise.all(Array.from({ length: 50 }, one));
    expect((await bench.get("c/a"))?.fields).toEqual(toFields({ n: 50 }));
    await bench.close();
  });

  test("aborts when a document appeared that its query would have returned", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { open: true }), put("c/b", { open: false }));
    const transaction = bench.engine.beginTransaction(READ_WRITE, OWNER);
    expect((await query(bench, OPEN, { transaction })).documents).toHaveLength(1);
    await bench.commit(put("c/phantom", { open: true }));
    const late = commit(bench, transaction, put("c/sum", { count: 1 }));
    await expect(late).rejects.toMatchObject(aborted);
    expect(await bench.get("c/sum")).toBeNull();
    await bench.close();
  });

  test("commits when only documents outside its query changed", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { open: true }));
    const transaction = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await query(bench, OPEN, { transaction });
    await bench.commit(put("c/b", { open: false }));
    await commit(bench, transaction, put("c/sum", { count: 1 }));
    expect(await bench.get("c/sum")).not.toBeNull();
    await bench.close();
  });

  test("ends with its commit, with a failed one too, and gives its locks back", async () => {
    const bench = openBench();
    const transaction = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, transaction, "c/a");
    const failing = bench.engine.commit(
      { writes: [{ delete: nameOf("c/a"), currentDocument: { exists: true } }], transaction },
      OWNER,
    );
    await expect(failing).rejects.toMatchObject({ status: "NOT_FOUND" });
    await bench.commit(put("c/a", {}));
    await expect(commit(bench, transaction)).rejects.toMatchObject(expired);
    await bench.close();
  });

  test.each([
    ["60 seconds without use", [61_000]],
    ["270 seconds in all", [50_000, 50_000, 50_000, 50_000, 50_000, 50_000]],
  ])("expires after %s, and its locks with it", async (_, steps) => {
    let now = Date.UTC(2026, 10, 22);
    const bench = openBench({ now: () => now });
    const transaction = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, transaction, "c/a");
    const last = steps.pop() ?? 0;
    for (const step of steps) {
      now += step;
      await read(bench, transaction, "c/a");
    }
    now += last;
    await bench.commit(put("c/a", { by: "plain" }));
    await expect(commit(bench, transaction, put("c/a", {}))).rejects.toMatchObject(expired);
    expect((await bench.get("c/a"))?.fields).toEqual(toFields({ by: "plain" }));
    await bench.close();
  });

  test("that retries another takes its place and frees its locks", async () => {
    const bench = openBench();
    const first = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, first, "c/a");
    const retry = bench.engine.beginTransaction({ readWrite: { retryTransaction: first } }, OWNER);
    expect((await read(bench, retry, "c/a")).found).toEqual([null]);
    await expect(read(bench, first, "c/a")).rejects.toMatchObject(expired);
    await bench.close();
  });
});
