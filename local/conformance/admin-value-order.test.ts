import { Timestamp } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { describeAdminSdk, freshCollection, idsOf } from "./target.ts";

describeAdminSdk("queries of the Admin SDK over %s", (sdk) => {
  test("order values of every type as Firestore does", async () => {
    const mixed = freshCollection(sdk.db);
    const ascending: unknown[] = [
      null,
      false,
      true,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      -1,
      0.5,
      1,
      2 ** 53,
      Timestamp.fromMillis(0),
      Timestamp.fromMillis(1),
      "",
      "a",
      "￿",
      "\u{10000}",
      Buffer.from([0]),
      Buffer.from([0, 0]),
      sdk.db.doc("a/a"),
      sdk.db.doc("a/b"),
      [],
      [1],
      [1, 2],
      [2],
      {},
      { a: 1 },
      { a: 2 },
      { b: 0 },
    ];
    const batch = sdk.db.batch();
    ascending.forEach((value, index) => {
      batch.set(mixed.doc(`d${String((index * 7) % ascending.length).padStart(2, "0")}`), {
        value,
        index,
      });
    });
    await batch.commit();
    const sorted = await mixed.orderBy("value").get();
    expect(sorted.docs.map((doc) => doc.get("index"))).toEqual([...ascending.keys()]);
    const numbers = await mixed.where("value", ">=", 0).get();
    expect(numbers.docs.map((doc) => doc.get("index"))).toEqual([6, 7, 8]);
  });

  test("find NaN by == and != alone, and never as less or more than a number", async () => {
    const numbers = freshCollection(sdk.db);
    const values = { nan: Number.NaN, low: Number.NEGATIVE_INFINITY, one: 1, three: 3, none: null };
    const batch = sdk.db.batch();
    for (const [id, n] of Object.entries(values)) batch.set(numbers.doc(id), { n, m: 1 });
    await batch.commit();
    const found = async (op: FirebaseFirestore.WhereFilterOp, n: number) =>
      (await idsOf(numbers.where("n", op, n))).join();
    expect(await found("<", 3)).toBe("low,one");
    expect(await found("<=", 3)).toBe("low,one,three");
    expect(await found(">=", 1)).toBe("one,three");
    expect(await found("==", Number.NaN)).toBe("nan");
    expect(await found("!=", Number.NaN)).toBe("low,one,three");
    const descending = numbers.where("n", "<", 3).orderBy("n", "desc");
    expect(await idsOf(descending)).toEqual(["one", "low"]);
    expect((await numbers.where("n", "<", 3).count().get()).data().count).toBe(2);
    expect((await descending.count().get()).data().count).toBe(2);
    const two = numbers.where("n", "<", 3).where("m", "<", 2);
    expect((await idsOf(two)).sort()).toEqual(["low", "one"]);
  });
});
