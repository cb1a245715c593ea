import { Firestore, Timestamp } from "@google-cloud/firestore";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { copyDatabase } from "./copy-database.ts";
import { createEngine } from "./firestore/engine/create-engine.ts";
import { startFirestoreServer } from "./firestore/wire/server.ts";
import { openStorage } from "./storage.ts";

const closers: (() => unknown)[] = [];
let from: Firestore;
let to: Firestore;

beforeEach(async () => {
  process.env.METADATA_SERVER_DETECTION = "none";
  from = await openDatabase();
  to = await openDatabase();
});

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function openDatabase(): Promise<Firestore> {
  const storage = openStorage(null);
  const engine = createEngine({ storage, projectId: "demo-handset" });
  const { host, port, close } = await startFirestoreServer({
    ...{ engine, port: 0, allowOwner: true },
    identify: () => ({ kind: "anonymous" as const }),
  });
  process.env.FIRESTORE_EMULATOR_HOST = `${host}:${port}`;
  const db = new Firestore({ projectId: "demo-handset" });
  closers.push(
    () => storage.close(),
    () => engine.close(),
    close,
    () => db.terminate(),
  );
  // The client looks for its host at the first call.
  await db.listCollections();
  return db;
}

describe("copyDatabase", () => {
  test("brings every document over, with its values and below its parent", async () => {
    const at = Timestamp.fromMillis(1_795_000_000_123);
    const message = { body: "é", at, price: 30_000, list: [1, { a: null }] };
    await from.doc("accounts/a").set({ name: "Bakery" });
    await from.doc("accounts/a/messages/m1").set(message);
    await from.doc("accounts/a/messages/m2").set({ body: "two" });
    await from.doc("accounts/gone/messages/m3").set({ body: "its parent is no document" });
    await from.doc("apiKeys/k").set({ accountId: "a" });
    expect(await copyDatabase(from, to)).toEqual([
      { collection: "accounts", count: 1 },
      { collection: "accounts/a/messages", count: 2 },
      { collection: "accounts/gone/messages", count: 1 },
      { collection: "apiKeys", count: 1 },
    ]);
    expect((await to.doc("accounts/a/messages/m1").get()).data()).toEqual(message);
    expect((await to.doc("accounts/gone/messages/m3").get()).exists).toBe(true);
  });

  test("refuses a database that has something, and writes nothing to it", async () => {
    await from.doc("accounts/a").set({ name: "Bakery" });
    await to.doc("apiKeys/k").set({ accountId: "b" });
    await expect(copyDatabase(from, to)).rejects.toThrow("it has the collection apiKeys");
    expect((await to.doc("accounts/a").get()).exists).toBe(false);
  });

  test("refuses what lies deeper than it copies", async () => {
    await from.doc("accounts/a/messages/m/parts/p").set({});
    await from.doc("accounts/a/messages/m").set({});
    await expect(copyDatabase(from, to)).rejects.toThrow("is deeper than this copies");
  });
});
