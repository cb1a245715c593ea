import { FieldPath, FieldValue, Timestamp } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { describeAdminSdk, freshCollection } from "./target.ts";

describeAdminSdk("writes of the Admin SDK over %s", (sdk) => {
  test("a set replaces, a merge keeps what it does not name", async () => {
    const ref = freshCollection(sdk.db).doc();
    await ref.set({ a: 1, m: { x: 1, y: 2 } });
    await ref.set({ b: 2, m: { y: 3 } }, { merge: true });
    expect((await ref.get()).data()).toEqual({ a: 1, b: 2, m: { x: 1, y: 3 } });
    await ref.set({ m: { z: 1 } }, { mergeFields: ["m.z"] });
    expect((await ref.get()).get("m")).toEqual({ x: 1, y: 3, z: 1 });
    await ref.set({ only: true });
    expect((await ref.get()).data()).toEqual({ only: true });
  });

  test("an update changes dotted and quoted paths and deletes fields", async () => {
    const ref = freshCollection(sdk.db).doc();
    await ref.set({ a: { b: 1, c: 2 }, "x.y": 1, gone: true });
    await ref.update({ "a.b": 9, gone: FieldValue.delete() });
    await ref.update(new FieldPath("x.y"), 2, new FieldPath("odd `\\ name"), 3);
    expect((await ref.get()).data()).toEqual({ a: { b: 9, c: 2 }, "x.y": 2, "odd `\\ name": 3 });
  });

  test("transforms count, collect and take the server's time", async () => {
    const ref = freshCollection(sdk.db).doc();
    await ref.set({ n: 5, f: 1.5, list: [1, 2], text: "x" });
    const { writeTime } = await ref.update({
      n: FieldValue.increment(2),
      f: FieldValue.increment(1),
      fresh: FieldValue.increment(-1),
      text: FieldValue.increment(3),
      list: FieldValue.arrayUnion(2, 3),
      at: FieldValue.serverTimestamp(),
      "deep.at": FieldValue.serverTimestamp(),
    });
    const data = (await ref.get()).data();
    expect(data).toMatchObject({ n: 7, f: 2.5, fresh: -1, text: 3, list: [1, 2, 3] });
    expect(data?.at).toBeInstanceOf(Timestamp);
    expect(data?.deep.at).toEqual(data?.at);
    expect(writeTime.toMillis() - data?.at.toMillis()).toBeLessThan(1000);
    await ref.update({ list: FieldValue.arrayRemove(1, 3), n: FieldValue.increment(0.5) });
    expect((await ref.get()).data()).toMatchObject({ list: [2], n: 7.5 });
    await ref.update({ n: FieldValue.maximum(100), f: FieldValue.minimum(-1) });
    expect((await ref.get()).data()).toMatchObject({ n: 100, f: -1 });
  });

  test("a server time in a set with merge leaves the rest alone", async () => {
    const ref = freshCollection(sdk.db).doc();
    await ref.set({ keep: 1 });
    await ref.set({ at: FieldValue.serverTimestamp() }, { merge: true });
    expect(Object.keys((await ref.get()).data() ?? {}).sort()).toEqual(["at", "keep"]);
  });

  test("refuses what a precondition forbids, with the code that the SDK documents", async () => {
    const ref = freshCollection(sdk.db).doc();
    await expect(ref.update({ a: 1 })).rejects.toMatchObject({ code: 5 });
    await expect(ref.delete({ exists: true })).rejects.toMatchObject({ code: 5 });
    await ref.create({ a: 1 });
    await expect(ref.create({ a: 2 })).rejects.toMatchObject({ code: 6 });
    const before = await ref.get();
    await ref.update({ a: 3 });
    const stale = { lastUpdateTime: before.updateTime };
    await expect(ref.update({ a: 4 }, stale)).rejects.toMatchObject({ code: 9 });
    await expect(ref.delete(stale)).rejects.toMatchObject({ code: 9 });
    expect((await ref.get()).data()).toEqual({ a: 3 });
  });

  test("a batch lands whole or not at all", async () => {
    const collection = freshCollection(sdk.db);
    await collection.doc("taken").set({ a: 1 });
    const refused = sdk.db.batch();
    refused.set(collection.doc("new"), { a: 1 });
    refused.update(collection.doc("taken"), { a: 2 });
    refused.create(collection.doc("taken"), { a: 3 });
    await expect(refused.commit()).rejects.toMatchObject({ code: 6 });
    expect((await collection.get()).docs.map((doc) => [doc.id, doc.data()])).toEqual([
      ["taken", { a: 1 }],
    ]);
    const landed = sdk.db.batch();
    landed.create(collection.doc("new"), { a: 1 });
    landed.delete(collection.doc("taken"));
    const results = await landed.commit();
    expect(results).toHaveLength(2);
    expect((await collection.get()).docs.map(({ id }) => id)).toEqual(["new"]);
  });

  test("keeps the creation time, moves the update time, and not for a write that changes nothing", async () => {
    const ref = freshCollection(sdk.db).doc();
    const first = await ref.set({ a: 1 });
    const created = await ref.get();
    expect(created.createTime).toEqual(first.writeTime);
    await ref.set({ a: 2 });
    const changed = await ref.get();
    expect(changed.createTime).toEqual(first.writeTime);
    expect(changed.updateTime?.valueOf()).not.toBe(created.updateTime?.valueOf());
    await ref.set({ a: 2 });
    expect((await ref.get()).updateTime).toEqual(changed.updateTime);
  });

  test("getAll answers in the order asked, missing ones included, with a mask", async () => {
    const collection = freshCollection(sdk.db);
    await collection.doc("a").set({ x: 1, y: { z: 2, w: 3 } });
    await collection.doc("b").set({ x: 2 });
    const refs = ["b", "missing", "a"].map((id) => collection.doc(id));
    const snapshots = await sdk.db.getAll(...refs, { fieldMask: ["y.z"] });
    expect(snapshots.map((doc) => [doc.id, doc.exists, doc.data()])).toEqual([
      ["b", true, {}],
      ["missing", false, undefined],
      ["a", true, { y: { z: 2 } }],
    ]);
  });

  test("a bulk writer lands what it can and reports the rest", async () => {
    const collection = freshCollection(sdk.db);
    await collection.doc("taken").set({ a: 0 });
    const writer = sdk.db.bulkWriter();
    const refused: number[] = [];
    writer.onWriteError((error) => {
      refused.push(error.code);
      return false;
    });
    const pending = Array.from({ length: 60 }, (_, index) =>
      writer.set(collection.doc(`d${index}`), { index }),
    );
    const conflict = writer.create(collection.doc("taken"), { a: 1 }).catch(({ code }) => code);
    await writer.close();
    await Promise.all(pending);
    expect(await conflict).toBe(6);
    expect(refused).toEqual([6]);
    expect((await collection.count().get()).data().count).toBe(61);
  });

  test("recursiveDelete removes a document with all below it and nothing beside it", async () => {
    const collection = freshCollection(sdk.db);
    const root = collection.doc("root");
    await Promise.all([
      root.set({ a: 1 }),
      root.collection("sub").doc("one").set({ a: 1 }),
      root.collection("sub").doc("one").collection("deep").doc("two").set({ a: 1 }),
      collection.doc("root2").set({ a: 1 }),
    ]);
    await sdk.db.recursiveDelete(root);
    expect((await collection.get()).docs.map(({ id }) => id)).toEqual(["root2"]);
    expect((await root.collection("sub").listDocuments()).length).toBe(0);
  });

  test("lists documents, those that exist only as parents too, and collections", async () => {
    const collection = freshCollection(sdk.db);
    await collection.doc("here").set({ a: 1 });
    await collection.doc("parent").collection("sub").doc("child").set({ a: 1 });
    await collection.doc("here").collection("second").doc("child").set({ a: 1 });
    await collection.doc("here").collection("first").doc("child").set({ a: 1 });
    expect((await collection.listDocuments()).map(({ id }) => id)).toEqual(["here", "parent"]);
    const collections = await collection.doc("here").listCollections();
    expect(collections.map(({ id }) => id)).toEqual(["first", "second"]);
    expect((await sdk.db.listCollections()).map(({ id }) => id)).toContain(collection.id);
  });
});
