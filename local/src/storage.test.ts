import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openStorage, type Storage } from "./storage.ts";

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

  test("waits for the disk: write-ahead log, full synchronisation", async () => {
    const directory = mkdtempSync(join(tmpdir(), "storage-"));
    const storage = openStorage(directory);
    expect(storage.database.prepare("PRAGMA synchronous").get()).toMatchObject({ synchronous: 2 });
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
