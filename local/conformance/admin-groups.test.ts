import { expect, test } from "vitest";
import { describeAdminSdk, freshCollection, idsOf } from "./target.ts";

describeAdminSdk("queries of the Admin SDK over %s", (sdk) => {
  test("reach every collection of a group, or those below one document", async () => {
    const root = freshCollection(sdk.db);
    const group = `g-${root.id}`;
    await Promise.all([
      root.doc("a").collection(group).doc("one").set({ n: 1 }),
      root.doc("b").collection(group).doc("two").set({ n: 2 }),
      root.doc("b").collection("other").doc("three").set({ n: 3 }),
      root.doc("b").collection("deep").doc("d").collection(group).doc("four").set({ n: 4 }),
    ]);
    expect((await idsOf(sdk.db.collectionGroup(group))).sort()).toEqual(["four", "one", "two"]);
    expect(await idsOf(sdk.db.collectionGroup(group).where("n", ">", 1).orderBy("n"))).toEqual([
      "two",
      "four",
    ]);
    expect(await idsOf(root.doc("b").collection(group))).toEqual(["two"]);
  });

  test("split a group into partitions that hold each document once", async () => {
    const root = freshCollection(sdk.db);
    const group = `p-${root.id}`;
    const ids = Array.from({ length: 450 }, (_, index) => `d${index}`);
    const batch = sdk.db.batch();
    for (const id of ids) batch.set(root.doc("a").collection(group).doc(id), { id });
    await batch.commit();
    const found: string[] = [];
    let partitionCount = 0;
    for await (const partition of sdk.db.collectionGroup(group).getPartitions(3)) {
      partitionCount += 1;
      found.push(...(await idsOf(partition.toQuery())));
    }
    expect(partitionCount).toBe(3);
    expect(found.sort()).toEqual([...ids].sort());
  });
});
