import { AggregateField, FieldPath, Filter, type Query, Timestamp } from "@google-cloud/firestore";
import { beforeAll, expect, test } from "vitest";
import { describeAdminSdk, freshCollection, idsOf } from "./target.ts";

describeAdminSdk("queries of the Admin SDK over %s", (sdk) => {
  let people: FirebaseFirestore.CollectionReference;

  beforeAll(async () => {
    people = freshCollection(sdk.db);
    const batch = sdk.db.batch();
    for (const [id, data] of Object.entries(PEOPLE)) batch.set(people.doc(id), data);
    await batch.commit();
  });

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

  test("refuse what Firestore refuses", async () => {
    const invalid = { code: 3 };
    const many = Array.from({ length: 31 }, (_, index) => index);
    await expect(people.where("age", "in", many).get()).rejects.toMatchObject(invalid);
    await expect(people.limit(-1).get()).rejects.toMatchObject(invalid);
    await expect(sdk.db.doc("a/__reserved__").set({})).rejects.toMatchObject(invalid);
  });
});

const PEOPLE = {
  ada: { name: "Ada", age: 20, tags: ["x"], home: { city: "Rome", zip: 1 }, score: 1 },
  bo: { name: "Bo", age: 30, tags: ["x", "y"], home: { city: "Oslo" }, score: 2 },
  cy: { name: "Cy", age: 30, tags: ["z"], nickname: "C", score: 4.5 },
  dee: { name: "Dee", age: 40, home: { city: "Rome", zip: 2 }, score: "none" },
  eve: { name: "Eve", age: null },
};
