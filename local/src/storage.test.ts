import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { createStorage, openStorage, type Storage } from "./storage.ts";
import { openWalSync } from "./wal-sync.ts";

function open(): { storage: Storage; insert(n: number): void; rows(): number[] } {
  const storage = openStorage(null);
  storage.database.exec("CREATE TABLE t (n INTEGER UNIQUE)");
  const insert = storage.database.prepare("INSERT INTO t VALUES (?)");
  const select = storage.database.prepare("SELECT n FROM t ORDER BY n");
  return {
    storage,
    insert: (n) => void insert.run(n),
    rows: () => select.all().map((row) => Number(row.n)),
  };
}

describe("a group commit", () => {
  test("rejects a job that throws before it wrote, and keeps the others", async () => {
    const { storage, insert, rows } = open();
    const results = await Promise.allSettled([
      storage.write(() => insert(1)),
      storage.write(() => {
        throw new Error("no");
      }),
      storage.write(() => insert(3)),
    ]);
    expect(results.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(rows()).toEqual([1, 3]);
    await storage.close();
  });

  test("leaves nothing of a job that throws half-way, and runs the others again without it", async () => {
    const { storage, insert, rows } = open();
    const told: string[] = [];
    storage.join({
      beforeCommit: () => void told.push("before"),
      afterCommit: () => void told.push("after"),
      afterRollback: () => void told.push("rolled back"),
    });
    const results = await Promise.allSettled([
      storage.write(() => insert(1)),
      storage.write(() => {
        insert(2);
        insert(1);
      }),
      storage.write(() => insert(3)),
    ]);
    expect(results.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(rows()).toEqual([1, 3]);
    expect(told).toEqual(["rolled back", "before", "after"]);
    await storage.close();
  });

  test("rejects every job when the commit itself fails", async () => {
    const { storage, insert, rows } = open();
    storage.database.exec("PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY)");
    storage.database.exec("CREATE TABLE c (p REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
    const results = await Promise.allSettled([
      storage.write(() => insert(1)),
      storage.write(() => storage.database.exec("INSERT INTO c VALUES (7)")),
    ]);
    expect(results.map((one) => one.status)).toEqual(["rejected", "rejected"]);
    expect(rows()).toEqual([]);
    await storage.write(() => insert(5));
    expect(rows()).toEqual([5]);
    await storage.close();
  });

  test("tells its followers before any of its promises resolves", async () => {
    const { storage, insert } = open();
    const told: string[] = [];
    const leave = storage.join({ afterCommit: () => void told.push("follower") });
    await storage.write(() => insert(1)).then(() => told.push("promise"));
    leave();
    await storage.write(() => insert(2));
    expect(told).toEqual(["follower", "promise"]);
    await storage.close();
  });

  test("keeps to a log that outlives the process, and that a checkpoint flushes", async () => {
    const directory = mkdtempSync(join(tmpdir(), "storage-"));
    const storage = openStorage(directory);
    expect(storage.database.prepare("PRAGMA synchronous").get()).toMatchObject({ synchronous: 1 });
    expect(storage.database.prepare("PRAGMA journal_mode").get()).toMatchObject({
      journal_mode: "wal",
    });
    await storage.close();
    rmSync(directory, { recursive: true });
  });

  test("is done for what waits when the storage closes", async () => {
    const { storage, insert } = open();
    const written = storage.write(() => insert(1));
    await storage.close();
    await expect(written).resolves.toBeUndefined();
  });
});

/** A storage whose flushes end when the test says so. */
function openHeld() {
  const syncs: (() => void)[] = [];
  const sync = () => new Promise<void>((resolve) => syncs.push(resolve));
  const storage = createStorage(new DatabaseSync(":memory:"), { sync, close: () => {} });
  storage.database.exec("CREATE TABLE t (n INTEGER UNIQUE)");
  const insert = storage.database.prepare("INSERT INTO t VALUES (?)");
  const count = storage.database.prepare("SELECT count(*) AS n FROM t");
  return {
    storage,
    syncs,
    insert: (n: number) => void insert.run(n),
    rowCount: () => count.get()?.n,
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a group on its way to the disk", () => {
  test("can be read, and nobody is told of it before the flush has ended", async () => {
    const { storage, syncs, insert, rowCount } = openHeld();
    const told: string[] = [];
    storage.join({
      afterCommit: () => void told.push("committed"),
      afterSync: () => void told.push("synced"),
    });
    const written = storage.write(() => insert(1)).then(() => told.push("promise"));
    await turn();
    await turn();
    const settled = storage.settled().then(() => told.push("settled"));
    await turn();
    expect(rowCount()).toBe(1);
    expect(told).toEqual(["committed"]);
    syncs[0]?.();
    await Promise.all([written, settled]);
    expect(told).toEqual(["committed", "synced", "promise", "settled"]);
    await storage.close();
  });

  test("holds up the next group, which takes all that came meanwhile", async () => {
    const { storage, syncs, insert, rowCount } = openHeld();
    const first = storage.write(() => insert(1));
    await turn();
    const others = [storage.write(() => insert(2)), storage.write(() => insert(3))];
    await turn();
    await turn();
    expect(rowCount()).toBe(1);
    syncs[0]?.();
    await first;
    expect(rowCount()).toBe(3);
    expect(syncs).toHaveLength(2);
    syncs[1]?.();
    await Promise.all(others);
    expect(syncs).toHaveLength(2);
    await storage.close();
  });

  test("is waited for when the storage closes, with what came after it", async () => {
    const { storage, syncs, insert } = openHeld();
    const ended: string[] = [];
    const first = storage.write(() => insert(1)).then(() => ended.push("first"));
    await turn();
    const second = storage.write(() => insert(2)).then(() => ended.push("second"));
    const closed = storage.close().then(() => ended.push("closed"));
    await turn();
    expect(ended).toEqual([]);
    syncs[0]?.();
    await first;
    syncs[1]?.();
    await Promise.all([second, closed]);
    expect(ended).toEqual(["first", "second", "closed"]);
  });

  test("is told to nobody when the disk does not take it: the storage gives up", async () => {
    const directory = mkdtempSync(join(tmpdir(), "storage-"));
    symlinkSync("/dev/null", join(directory, "db-wal")); // Refuses to be flushed.
    const told: string[] = [];
    const failure = await new Promise((giveUp) => {
      const wal = openWalSync(join(directory, "db"), giveUp);
      void wal.sync().then(() => told.push("synced"));
    });
    await turn();
    expect(failure).toMatchObject({ code: "EINVAL" });
    expect(told).toEqual([]);
    rmSync(directory, { recursive: true });
  });
});
