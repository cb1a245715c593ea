import { describe, expect, test } from "vitest";
import type { AccessPolicy } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { StructuredQuery } from "../protocol.ts";
import {
  type Bench,
  nameOf,
  OWNER,
  openBench,
  put,
  ROOT,
  toFields,
  where,
} from "./testing/fixtures.ts";

const ANYBODY = { kind: "anonymous" } as const;
const READ_WRITE = { readWrite: {} };
const ALL: StructuredQuery = { from: [{ collectionId: "c" }] };
const OPEN: StructuredQuery = {
  from: [{ collectionId: "c" }],
  where: where("open", "EQUAL", true),
};

function read(bench: Bench, transaction: string, path: string) {
  return bench.engine.batchGet({ documents: [nameOf(path)], transaction }, OWNER);
}

function commit(bench: Bench, transaction: string, ...writes: ReturnType<typeof put>[]) {
  return bench.engine.commit({ writes, transaction }, OWNER);
}

function query(bench: Bench, structuredQuery: StructuredQuery, consistency: object) {
  return bench.engine.runQuery({ parent: ROOT, structuredQuery, ...consistency }, OWNER);
}

/** Lets everything run that needs no timer. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** What became of a promise so far. */
function watch<T>(promise: Promise<T>) {
  const state = { isDone: false, promise };
  promise.then(
    () => {
      state.isDone = true;
    },
    () => {
      state.isDone = true;
    },
  );
  return state;
}

const aborted = { status: "ABORTED" };
const expired = {
  status: "INVALID_ARGUMENT",
  message: expect.stringMatching(/transaction has expired/),
};

describe("a read-write transaction", () => {
  test("makes another transaction's read wait, which then sees its commit", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { n: 1 }));
    const first = bench.engine.beginTransaction(READ_WRITE, OWNER);
    const second = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, first, "c/a");
    const waiting = watch(read(bench, second, "c/a"));
    await settle();
    expect(waiting.isDone).toBe(false);
    await commit(bench, first, put("c/a", { n: 2 }));
    const { found } = await waiting.promise;
    expect(found[0]?.fields).toEqual(toFields({ n: 2 }));
    await commit(bench, second, put("c/a", { n: 3 }));
    expect((await bench.get("c/a"))?.fields).toEqual(toFields({ n: 3 }));
    await bench.close();
  });

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

  test("makes a plain commit to a document it read wait until it ends", async () => {
    const bench = openBench();
    const transaction = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, transaction, "c/missing");
    const plain = watch(bench.commit(put("c/missing", { by: "plain" })));
    await settle();
    expect(plain.isDone).toBe(false);
    expect(await bench.get("c/missing")).toBeNull();
    const { commitTime } = await commit(bench, transaction, put("c/missing", { by: "tx" }));
    expect((await plain.promise) > commitTime).toBe(true);
    expect((await bench.get("c/missing"))?.fields).toEqual(toFields({ by: "plain" }));
    await bench.close();
  });

  test("aborts a plain commit that waited too long, and writes nothing of it", async () => {
    const bench = openBench({ lockTimeoutMs: 1 });
    const transaction = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, transaction, "c/a");
    const both = bench.commit(put("c/other", {}), put("c/a", {}));
    await expect(both).rejects.toMatchObject(aborted);
    expect(await bench.get("c/other")).toBeNull();
    await bench.close();
  });

  test("whose holder dawdles lets others read without a lock, and only the first to commit wins", async () => {
    const bench = openBench({ lockPatienceMs: 1 });
    await bench.commit(put("c/a", { n: 1 }));
    const slow = bench.engine.beginTransaction(READ_WRITE, OWNER);
    const other = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, slow, "c/a");
    await read(bench, other, "c/a");
    const late = commit(bench, other, put("c/a", { by: "other" }));
    await commit(bench, slow, put("c/a", { by: "slow" }));
    await expect(late).rejects.toMatchObject(aborted);
    expect((await bench.get("c/a"))?.fields).toEqual(toFields({ by: "slow" }));
    await bench.close();
  });

  test("is refused at once when it would close a circle of waiters", async () => {
    const bench = openBench();
    const first = bench.engine.beginTransaction(READ_WRITE, OWNER);
    const second = bench.engine.beginTransaction(READ_WRITE, OWNER);
    await read(bench, first, "c/a");
    await read(bench, second, "c/b");
    const waiting = read(bench, first, "c/b");
    await expect(read(bench, second, "c/a")).rejects.toMatchObject(aborted);
    bench.engine.rollback(second);
    expect((await waiting).found).toEqual([null]);
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

  test.each([
    ["begun by the read", () => ({ newTransaction: READ_WRITE })],
    [
      "begun before",
      (bench: Bench) => ({ transaction: bench.engine.beginTransaction(READ_WRITE, ANYBODY) }),
    ],
  ])("%s holds nothing that its caller may not read", async (_, consistency) => {
    const accessPolicy: AccessPolicy = {
      checkGet: () => {
        throw new FirestoreError("PERMISSION_DENIED", "no");
      },
      checkList: () => {},
      checkWrites: () => {},
    };
    const bench = openBench({ accessPolicy });
    const denied = bench.engine.batchGet(
      { documents: [nameOf("c/a")], ...consistency(bench) },
      ANYBODY,
    );
    await expect(denied).rejects.toMatchObject({ status: "PERMISSION_DENIED" });
    await bench.commit(put("c/a", {}));
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
