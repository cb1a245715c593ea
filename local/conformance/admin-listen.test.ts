import type { DocumentData, Query, QuerySnapshot } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { describeAdminSdk, freshCollection } from "./target.ts";

/** Snapshots as they come; `next` waits for the one that follows those already taken. */
function watch<T>(
  subscribe: (push: (value: T) => void, fail: (error: Error) => void) => () => void,
) {
  const queue: T[] = [];
  const waiting: { resolve(value: T): void; reject(error: Error): void }[] = [];
  const stop = subscribe(
    (value) => {
      const first = waiting.shift();
      if (first === undefined) queue.push(value);
      else first.resolve(value);
    },
    (error) => {
      for (const { reject } of waiting) reject(error);
    },
  );
  return {
    stop,
    next: () =>
      new Promise<T>((resolve, reject) => {
        const first = queue.shift();
        if (first === undefined) waiting.push({ resolve, reject });
        else resolve(first);
      }),
  };
}

const watchQuery = (query: Query) =>
  watch<QuerySnapshot>((push, fail) => query.onSnapshot(push, fail));

const told = (snapshot: QuerySnapshot<DocumentData>) =>
  snapshot.docChanges().map(({ type, doc }) => `${type} ${doc.id}`);

describeAdminSdk("listeners of the Admin SDK over %s", (sdk) => {
  test("a document is told as missing, created, changed and deleted", async () => {
    const ref = freshCollection(sdk.db).doc();
    const watched = watch<FirebaseFirestore.DocumentSnapshot>((push, fail) =>
      ref.onSnapshot(push, fail),
    );
    expect((await watched.next()).exists).toBe(false);
    for (const n of [1, 2]) {
      await ref.set({ n });
      expect((await watched.next()).data()).toEqual({ n });
    }
    await ref.delete();
    expect((await watched.next()).exists).toBe(false);
    watched.stop();
  });

  test("a query is told what enters, changes and leaves, and nothing of its neighbours", async () => {
    const collection = freshCollection(sdk.db);
    await collection.doc("old").set({ open: true, n: 0 });
    const watched = watchQuery(collection.where("open", "==", true));
    expect(told(await watched.next())).toEqual(["added old"]);
    await collection.doc("closed").set({ open: false });
    await freshCollection(sdk.db).doc("elsewhere").set({ open: true });
    await collection.doc("new").set({ open: true });
    expect(told(await watched.next())).toEqual(["added new"]);
    await collection.doc("old").update({ n: 1 });
    expect(told(await watched.next())).toEqual(["modified old"]);
    await collection.doc("new").update({ open: false });
    expect(told(await watched.next())).toEqual(["removed new"]);
    await collection.doc("old").delete();
    const last = await watched.next();
    expect([told(last), last.size]).toEqual([["removed old"], 0]);
    watched.stop();
  });

  test("one commit is one snapshot", async () => {
    const collection = freshCollection(sdk.db);
    const watched = watchQuery(collection);
    expect((await watched.next()).size).toBe(0);
    const batch = sdk.db.batch();
    for (const id of ["a", "b", "c"]) batch.set(collection.doc(id), { id });
    await batch.commit();
    expect(told(await watched.next())).toEqual(["added a", "added b", "added c"]);
    watched.stop();
  });

  test("a window keeps its size as documents enter, move and leave", async () => {
    const collection = freshCollection(sdk.db);
    const batch = sdk.db.batch();
    for (const n of [10, 20, 30, 40]) batch.set(collection.doc(`d${n}`), { n });
    await batch.commit();
    const watched = watchQuery(collection.orderBy("n").limit(2));
    const ids = async () => (await watched.next()).docs.map(({ id }) => id);
    expect(await ids()).toEqual(["d10", "d20"]);
    await collection.doc("d05").set({ n: 5 });
    expect(await ids()).toEqual(["d05", "d10"]);
    await collection.doc("d05").delete();
    expect(await ids()).toEqual(["d10", "d20"]);
    await collection.doc("d40").update({ n: 15 });
    expect(await ids()).toEqual(["d10", "d40"]);
    await collection.doc("d10").update({ n: 99 });
    expect(await ids()).toEqual(["d40", "d20"]);
    watched.stop();
  });

  test("limitToLast, offset and cursors stay live", async () => {
    const collection = freshCollection(sdk.db);
    const batch = sdk.db.batch();
    for (const n of [1, 2, 3, 4]) batch.set(collection.doc(`d${n}`), { n });
    await batch.commit();
    const byN = collection.orderBy("n");
    const watched = [byN.limitToLast(2), byN.offset(1).limit(2), byN.startAfter(2)].map(watchQuery);
    const ids = () =>
      Promise.all(watched.map(async ({ next }) => (await next()).docs.map(({ id }) => id)));
    expect(await ids()).toEqual([
      ["d3", "d4"],
      ["d2", "d3"],
      ["d3", "d4"],
    ]);
    const change = sdk.db.batch();
    change.set(collection.doc("d0"), { n: 0 });
    change.set(collection.doc("d5"), { n: 5 });
    await change.commit();
    expect(await ids()).toEqual([
      ["d4", "d5"],
      ["d1", "d2"],
      ["d3", "d4", "d5"],
    ]);
    for (const { stop } of watched) stop();
  });

  test("a group is told of changes at any depth", async () => {
    const root = freshCollection(sdk.db);
    const group = `g-${root.id}`;
    const watched = watchQuery(sdk.db.collectionGroup(group));
    await watched.next();
    await root.doc("a").collection("b").doc("c").collection(group).doc("deep").set({ n: 1 });
    expect(told(await watched.next())).toEqual(["added deep"]);
    watched.stop();
  });

  test("every writer's last word arrives, however many write at once", async () => {
    const collection = freshCollection(sdk.db);
    const watched = watchQuery(collection);
    await watched.next();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => collection.doc(`d${index % 8}`).set({ index })),
    );
    const stored = new Map(
      (await collection.get()).docs.map((doc) => [doc.id, doc.get("index")] as const),
    );
    for (;;) {
      const snapshot = await watched.next();
      const shown = new Map(snapshot.docs.map((doc) => [doc.id, doc.get("index")] as const));
      if (shown.size === 8 && [...stored].every(([id, index]) => shown.get(id) === index)) break;
    }
    watched.stop();
  });
});
