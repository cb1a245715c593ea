import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStorage, type Storage } from "../../storage.ts";
import { type Entry, IndexStore } from "./index-store.ts";
import { createTables } from "./schema.ts";
import { type Random, randomFrom } from "./testing/random-queries.ts";

const RECENT_MAX = 40;
const ALL = { from: "", to: "\u{ff}" };

function open(storage: Storage): IndexStore {
  createTables(storage.database);
  return new IndexStore(storage.database, RECENT_MAX);
}

function expectedScan(model: Map<string, number>, from: string, to: string): Entry[] {
  return [...model].filter(([key]) => key >= from && key < to).sort(([a], [b]) => (a < b ? -1 : 1));
}

function changeAtRandom(random: Random, store: IndexStore, model: Map<string, number>): void {
  for (let i = random(30); i > 0; i--) {
    const key = String.fromCharCode(1 + random(4), random(256), random(3));
    if (random(3) === 0) {
      store.remove(key);
      model.delete(key);
    } else {
      store.put(key, 1 + random(1000));
      model.set(key, store.scan({ from: key, to: `${key}\0` }, false, 1)[0]?.[1] ?? 0);
    }
  }
}

test("scans as one ordered table in both directions while entries move from memory to it, through rollbacks and reopenings", () => {
  const random = randomFrom(3);
  const directory = mkdtempSync(join(tmpdir(), "index-store-"));
  let storage = openStorage(directory);
  let store = open(storage);
  let model = new Map<string, number>();
  for (let group = 0; group < 200; group++) {
    const isRolledBack = random(10) === 0;
    const changed = new Map(model);
    storage.database.exec("BEGIN IMMEDIATE");
    changeAtRandom(random, store, changed);
    store.save();
    storage.database.exec(isRolledBack ? "ROLLBACK" : "COMMIT");
    if (isRolledBack) store.drop();
    else {
      store.keep();
      model = changed;
    }
    if (random(20) === 0) {
      storage.database.close();
      storage = openStorage(directory);
      store = open(storage);
    }
    const [from, to] = [String.fromCharCode(1 + random(4), random(256)), "\u{4}\u{80}"];
    const limit = 1 + random(20);
    const expected = expectedScan(model, from, to);
    expect(store.scan({ from, to }, false, limit)).toEqual(expected.slice(0, limit));
    expect(store.scan({ from, to }, true, limit)).toEqual(expected.reverse().slice(0, limit));
  }
  expect(store.scan(ALL, false, 1e6)).toEqual(expectedScan(model, ALL.from, ALL.to));
  const rows = storage.database.prepare("SELECT count(*) AS n FROM index_entries").get();
  expect(rows?.n).toBeGreaterThan(100);
  storage.database.close();
  rmSync(directory, { recursive: true });
}, 20_000);
