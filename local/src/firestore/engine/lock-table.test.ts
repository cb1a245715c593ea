import { describe, expect, test } from "vitest";
import {
  type Bench,
  nameOf,
  OWNER,
  openBench,
  put,
  refuseReads,
  toFields,
} from "./testing/fixtures.ts";
import { aborted, commit, READ_WRITE, read } from "./testing/in-transaction.ts";

const ANYBODY = { kind: "anonymous" } as const;

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

  test.each([
    ["begun by the read", () => ({ newTransaction: READ_WRITE })],
    [
      "begun before",
      (bench: Bench) => ({ transaction: bench.engine.beginTransaction(READ_WRITE, ANYBODY) }),
    ],
  ])("%s holds nothing that its caller may not read", async (_, consistency) => {
    const bench = openBench({ accessPolicy: refuseReads });
    const denied = bench.engine.batchGet(
      { documents: [nameOf("c/a")], ...consistency(bench) },
      ANYBODY,
    );
    await expect(denied).rejects.toMatchObject({ status: "PERMISSION_DENIED" });
    await bench.commit(put("c/a", {}));
    await bench.close();
  });
});
