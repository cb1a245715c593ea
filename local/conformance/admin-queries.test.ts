import {
  AggregateField,
  FieldPath,
  Filter,
  type Firestore,
  type Query,
  Timestamp,
} from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminClient, freshCollection, openTarget, type Target, TRANSPORTS } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

async function idsOf(query: Query): Promise<string[]> {
  return (await query.get()).docs.map(({ id }) => id);
}

describe.each(TRANSPORTS)("queries of the Admin SDK over %s", (transport) => {
  let db: Firestore;
  let people: FirebaseFirestore.CollectionReference;

  beforeAll(async () => {
    db = adminClient(transport);
    people = freshCollection(db);
    const batch = db.batch();
    for (const [id, data] of Object.entries(PEOPLE)) batch.set(people.doc(id), data);
    await batch.commit();
  });
  afterAll(() => db.terminate());

  test.each<[string, (all: Query) => Query, string[]]>([
    ["==", (all) => all.where("age", "==", 30), ["bo", "cy"]],
    ["!=", (all) => all.where("age", "!=", 30), ["ada", "dee"]],
    ["<", (all) => all.where("age", "<", 30), ["ada"]],
    ["<=", (all) => all.where("age", "<=", 30), ["ada", "bo", "cy"]],
    [">", (all) => all.where("age", ">", 30), ["dee"]],
    [">=", (all) => all.where("age", ">=", 30), ["bo", "cy", "dee"]],
    ["== null", (all) => all.where("age", "==", null), ["eve"]],
    ["!= null", (all) => all.where("age", "!=", null), ["ada", "bo", "cy", "dee"]],
    ["array-contains", (all) => all.where("tags", "array-contains", "x"), ["ada", "bo"]],
    [
      "array-contains-any",
      (all) => all.where("tags", "array-contains-any", ["y", "z"]),
      ["bo", "cy"],
    ],
    ["in", (all) => all.where("name", "in", ["Bo", "Ada", "Nobody"]), ["ada", "bo"]],
    ["not-in", (all) => all.where("name", "not-in", ["Bo", "Ada"]), ["cy", "dee", "eve"]],
    ["a nested field", (all) => all.where("home.city", "==", "Rome"), ["ada", "dee"]],
    ["a whole map", (all) => all.where("home", "==", { city: "Rome", zip: 1 }), ["ada"]],
    ["a whole list", (all) => all.where("tags", "==", ["x"]), ["ada"]],
    ["a document id", (all) => all.where(FieldPath.documentId(), ">=", "cy"), ["cy", "dee", "eve"]],
    [
      "document ids",
      (all) => all.where(FieldPath.documentId(), "in", ["eve", "bo"]),
      ["bo", "eve"],
    ],
    [
      "two fields",
      (all) => all.where("home.city", "==", "Rome").where("name", "==", "Dee"),
      ["dee"],
    ],
    [
      "an or",
      (all) =>
        all.where(Filter.or(Filter.where("name", "==", "Eve"), Filter.where("age", "==", 20))),
      ["ada", "eve"],
    ],
    [
      "an and of ors",
      (all) =>
        all.where(
          Filter.and(
            Filter.or(Filter.where("age", "==", 30), Filter.where("age", "==", 20)),
            Filter.or(Filter.where("name", "==", "Cy"), Filter.where("name", "==", "Ada")),
          ),
        ),
      ["ada", "cy"],
    ],
    [
      "inequalities on two fields",
      (all) => all.where("age", ">", 20).where("name", ">", "Bo"),
      ["cy", "dee"],
    ],
  ])("filter by %s", async (_, build, expected) => {
    expect((await idsOf(build(people))).sort()).toEqual(expected);
  });

  test("order by a field, its ties by name, in either direction", async () => {
    expect(await idsOf(people.orderBy("age"))).toEqual(["eve", "ada", "bo", "cy", "dee"]);
    expect(await idsOf(people.orderBy("age", "desc"))).toEqual(["dee", "cy", "bo", "ada", "eve"]);
    expect(await idsOf(people.orderBy("age").orderBy("name", "desc"))).toEqual([
      "eve",
      "ada",
      "cy",
      "bo",
      "dee",
    ]);
    expect(await idsOf(people.orderBy("nickname"))).toEqual(["cy"]);
  });

  test("page by limit, offset, limitToLast and cursors", async () => {
    const byName = people.orderBy("name");
    expect(await idsOf(byName.limit(2))).toEqual(["ada", "bo"]);
    expect(await idsOf(byName.limit(2).offset(1))).toEqual(["bo", "cy"]);
    expect(await idsOf(byName.limitToLast(2))).toEqual(["dee", "eve"]);
    expect(await idsOf(byName.startAt("Bo").endBefore("Dee"))).toEqual(["bo", "cy"]);
    expect(await idsOf(byName.startAfter("Bo").endAt("Dee"))).toEqual(["cy", "dee"]);
    const bo = await people.doc("bo").get();
    expect(await idsOf(people.orderBy("age").startAfter(bo))).toEqual(["cy", "dee"]);
    expect(await idsOf(people.orderBy("age").endBefore(bo).limitToLast(1))).toEqual(["ada"]);
  });

  test("project to the fields asked for, or to none", async () => {
    const ada = (query: Query) => query.where("name", "==", "Ada").get();
    expect((await ada(people.select("home.city", "age"))).docs[0]?.data()).toEqual({
      age: 20,
      home: { city: "Rome" },
    });
    expect((await ada(people.select())).docs[0]?.data()).toEqual({});
  });

  test("count, sum and average", async () => {
    const aggregate = people.aggregate({
      count: AggregateField.count(),
      sum: AggregateField.sum("score"),
      average: AggregateField.average("score"),
    });
    expect((await aggregate.get()).data()).toEqual({ count: 4, sum: 7.5, average: 2.5 });
    const none = people.where("name", "==", "Nobody");
    const empty = none.aggregate({
      count: AggregateField.count(),
      sum: AggregateField.sum("score"),
      average: AggregateField.average("score"),
    });
    expect((await empty.get()).data()).toEqual({ count: 0, sum: 0, average: null });
    expect((await people.where("age", "==", 30).count().get()).data().count).toBe(2);
    expect((await people.limit(3).count().get()).data().count).toBe(3);
  });

  test("find nothing with a read time still", async () => {
    const result = await people.where("name", "==", "Nobody").get();
    expect(result.empty).toBe(true);
    expect(result.readTime).toBeInstanceOf(Timestamp);
  });

  test("reach every collection of a group, or those below one document", async () => {
    const root = freshCollection(db);
    const group = `g-${root.id}`;
    await Promise.all([
      root.doc("a").collection(group).doc("one").set({ n: 1 }),
      root.doc("b").collection(group).doc("two").set({ n: 2 }),
      root.doc("b").collection("other").doc("three").set({ n: 3 }),
      root.doc("b").collection("deep").doc("d").collection(group).doc("four").set({ n: 4 }),
    ]);
    expect((await idsOf(db.collectionGroup(group))).sort()).toEqual(["four", "one", "two"]);
    expect(await idsOf(db.collectionGroup(group).where("n", ">", 1).orderBy("n"))).toEqual([
      "two",
      "four",
    ]);
    expect(await idsOf(root.doc("b").collection(group))).toEqual(["two"]);
  });

  test("split a group into partitions that hold each document once", async () => {
    const root = freshCollection(db);
    const group = `p-${root.id}`;
    const ids = Array.from({ length: 450 }, (_, index) => `d${index}`);
    const batch = db.batch();
    for (const id of ids) batch.set(root.doc("a").collection(group).doc(id), { id });
    await batch.commit();
    const found: string[] = [];
    let partitionCount = 0;
    for await (const partition of db.collectionGroup(group).getPartitions(3)) {
      partitionCount += 1;
      found.push(...(await idsOf(partition.toQuery())));
    }
    expect(partitionCount).toBe(3);
    expect(found.sort()).toEqual([...ids].sort());
  });

  test("order values of every type as Firestore does", async () => {
    const mixed = freshCollection(db);
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
      db.doc("a/a"),
      db.doc("a/b"),
      [],
      [1],
      [1, 2],
      [2],
      {},
      { a: 1 },
      { a: 2 },
      { b: 0 },
    ];
    const batch = db.batch();
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
    const numbers = freshCollection(db);
    const values = { nan: Number.NaN, low: Number.NEGATIVE_INFINITY, one: 1, three: 3, none: null };
    const batch = db.batch();
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

  test("refuse what Firestore refuses", async () => {
    const invalid = { code: 3 };
    const many = Array.from({ length: 31 }, (_, index) => index);
    await expect(people.where("age", "in", many).get()).rejects.toMatchObject(invalid);
    await expect(people.limit(-1).get()).rejects.toMatchObject(invalid);
    await expect(db.doc("a/__reserved__").set({})).rejects.toMatchObject(invalid);
  });
});

const PEOPLE = {
  ada: { name: "Ada", age: 20, tags: ["x"], home: { city: "Rome", zip: 1 }, score: 1 },
  bo: { name: "Bo", age: 30, tags: ["x", "y"], home: { city: "Oslo" }, score: 2 },
  cy: { name: "Cy", age: 30, tags: ["z"], nickname: "C", score: 4.5 },
  dee: { name: "Dee", age: 40, home: { city: "Rome", zip: 2 }, score: "none" },
  eve: { name: "Eve", age: null },
};
