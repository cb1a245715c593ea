import { Timestamp } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { describeAdminSdk, freshCollection } from "./target.ts";

describeAdminSdk("transactions of the Admin SDK over %s", (sdk) => {
  test("32 increments of one document at once all land", async () => {
    const ref = freshCollection(sdk.db).doc();
    await ref.set({ count: 0 });
    await Promise.all(
      Array.from({ length: 32 }, () =>
        sdk.db.runTransaction(
          async (tx) => {
            const { count } = (await tx.get(ref)).data() as { count: number };
            tx.update(ref, { count: count + 1 });
          },
          { maxAttempts: 32 },
        ),
      ),
    );
    expect((await ref.get()).data()).toEqual({ count: 32 });
  });

  test("read documents and queries together, and write all or nothing", async () => {
    const collection = freshCollection(sdk.db);
    await collection.doc("a").set({ n: 1 });
    await collection.doc("b").set({ n: 2 });
    const sum = await sdk.db.runTransaction(async (tx) => {
      const all = await tx.get(collection.where("n", ">", 0));
      const [a, missing] = await tx.getAll(collection.doc("a"), collection.doc("missing"));
      expect([a?.get("n"), missing?.exists]).toEqual([1, false]);
      tx.create(collection.doc("sum"), { n: all.docs.reduce((n, doc) => n + doc.get("n"), 0) });
      tx.delete(collection.doc("a"));
      return all.size;
    });
    expect(sum).toBe(2);
    const left = (await collection.get()).docs.map((doc) => [doc.id, doc.get("n")]);
    expect(left).toEqual([
      ["b", 2],
      ["sum", 3],
    ]);
  });

  test("a body that throws writes nothing and lets others go on", async () => {
    const ref = freshCollection(sdk.db).doc();
    await ref.set({ n: 1 });
    const failing = sdk.db.runTransaction(async (tx) => {
      await tx.get(ref);
      tx.update(ref, { n: 2 });
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await ref.update({ n: 3 });
    expect((await ref.get()).get("n")).toBe(3);
  });

  test("a document that appears meanwhile makes the transaction run again", async () => {
    const collection = freshCollection(sdk.db);
    let runs = 0;
    await sdk.db.runTransaction(async (tx) => {
      runs += 1;
      const { size } = await tx.get(collection.where("kind", "==", "seat"));
      if (runs === 1) {
        // Outside the transaction, and not awaited: a lock may hold it back until the commit.
        void collection.doc("other").set({ kind: "seat" });
        await collection.doc(`elsewhere-${runs}`).set({ kind: "aisle" });
      }
      tx.set(collection.doc("mine"), { kind: "seat", before: size });
    });
    const mine = (await collection.doc("mine").get()).get("before");
    expect(mine).toBe(runs === 1 ? 0 : 1);
  });

  test("a read-only transaction sees one moment and refuses to write", async () => {
    const ref = freshCollection(sdk.db).doc();
    await ref.set({ n: 1 });
    const seen = await sdk.db.runTransaction(
      async (tx) => {
        const first = (await tx.get(ref)).get("n");
        await ref.set({ n: 2 });
        return [first, (await tx.get(ref)).get("n")];
      },
      { readOnly: true },
    );
    expect(seen).toEqual([1, 1]);
  });

  test("a read time shows the past", async () => {
    const ref = freshCollection(sdk.db).doc();
    const { writeTime } = await ref.set({ n: 1 });
    await ref.set({ n: 2 });
    const seen = await sdk.db.runTransaction(async (tx) => (await tx.get(ref)).get("n"), {
      readOnly: true,
      readTime: Timestamp.fromMillis(Math.ceil(writeTime.toMillis() + 0.001)),
    });
    expect([1, 2]).toContain(seen);
  });
});
