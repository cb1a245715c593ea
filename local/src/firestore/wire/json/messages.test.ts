import { describe, expect, test } from "vitest";
import { readStructuredQuery } from "./query.ts";
import { readBatchGet, readCommit, readRunQuery } from "./requests.ts";
import { readListenRequest } from "./streams.ts";
import { readWrites } from "./write.ts";

const DOCUMENTS = "projects/p/databases/(default)/documents";
const NAME = `${DOCUMENTS}/a/b`;
const field = { fieldPath: "a" };

describe("the JSON codec of messages", () => {
  test("takes enums by number, as the Admin SDK sends them, and by name", () => {
    const query = (op: unknown, unary: unknown, and: unknown, direction: unknown) => ({
      from: [{ collectionId: "a" }],
      where: {
        compositeFilter: {
          op: and,
          filters: [
            { fieldFilter: { field, op, value: { integerValue: "1" } } },
            { unaryFilter: { field, op: unary } },
          ],
        },
      },
      orderBy: [{ field, direction }],
    });
    expect(readStructuredQuery(query(9, 3, 2, 2), "q")).toEqual(
      readStructuredQuery(query("ARRAY_CONTAINS_ANY", "IS_NULL", "OR", "DESCENDING"), "q"),
    );
    expect(
      readWrites(
        [
          {
            transform: {
              document: NAME,
              fieldTransforms: [{ fieldPath: "t", setToServerValue: 1 }],
            },
          },
        ],
        "writes",
      ),
    ).toEqual([
      {
        transform: {
          document: NAME,
          fieldTransforms: [{ fieldPath: "t", setToServerValue: "REQUEST_TIME" }],
        },
      },
    ]);
  });

  test("takes a limit bare and wrapped", () => {
    const read = (limit: unknown) => readStructuredQuery({ from: [], limit }, "q").limit;
    expect([read(20), read("20"), read({ value: 20 }), read(null)]).toEqual([
      20,
      20,
      20,
      undefined,
    ]);
  });

  test("takes the database of a request from its resource", () => {
    const body = { documents: [NAME], newTransaction: { readWrite: {} }, mask: null };
    expect(readBatchGet(body, DOCUMENTS)).toEqual({
      database: "projects/p/databases/(default)",
      documents: [NAME],
      newTransaction: { readWrite: {} },
    });
  });

  test("keeps an empty mask apart from none", () => {
    const update = { name: NAME, fields: {} };
    expect(readWrites([{ update, updateMask: {} }, { update }], "writes")).toEqual([
      { update, updateMask: { fieldPaths: [] } },
      { update },
    ]);
  });

  test.each([
    ["an unknown member", { wirtes: [] }, '"wirtes"'],
    ["writes that are no list", { writes: {} }, "'writes'"],
    ["a write without an operation", { writes: [{}] }, "'writes[0]'"],
    ["a write with two", { writes: [{ delete: NAME, verify: NAME }] }, "'writes[0]'"],
    ["a mask on a delete", { writes: [{ delete: NAME, updateMask: {} }] }, "'writes[0]'"],
    ["a field that is no value", update({ a: 5 }), "'writes[0].update.fields.a'"],
    ["a precondition of both kinds", { writes: [bothConditions()] }, "'writes[0].currentDocument'"],
    ["a transform without a kind", transform({}), "'writes[0].updateTransforms[0]'"],
    ["an unknown server value", transform({ setToServerValue: 2 }), "setToServerValue'"],
  ])("refuses %s and names the place", (_, body, place) => {
    expect(() => readCommit(body, DOCUMENTS)).toThrowError(
      expect.objectContaining({
        status: "INVALID_ARGUMENT",
        message: expect.stringContaining(place),
      }),
    );
  });

  test("refuses two consistency selectors at once", () => {
    const body = { structuredQuery: {}, transaction: "dHg=", readTime: "2026-11-22T08:10:00Z" };
    expect(() => readRunQuery(body, DOCUMENTS)).toThrow("exclude each other");
  });

  test("refuses what is not implemented by saying so", () => {
    const unimplemented = expect.objectContaining({ status: "UNIMPLEMENTED" });
    expect(() => readRunQuery({ explainOptions: { analyze: true } }, DOCUMENTS)).toThrowError(
      unimplemented,
    );
    expect(() => readStructuredQuery({ from: [], findNearest: {} }, "q")).toThrowError(
      unimplemented,
    );
  });

  test("refuses a target that is both a query and documents, or neither", () => {
    const documents = { documents: [NAME] };
    const query = { parent: DOCUMENTS, structuredQuery: {} };
    for (const addTarget of [{ targetId: 1 }, { targetId: 1, documents, query }]) {
      expect(() => readListenRequest({ addTarget })).toThrow("addTarget");
    }
  });
});

function update(fields: object): object {
  return { writes: [{ update: { name: NAME, fields } }] };
}

function transform(kind: object): object {
  const update = { name: NAME, fields: {} };
  return { writes: [{ update, updateTransforms: [{ fieldPath: "a", ...kind }] }] };
}

function bothConditions(): object {
  return { delete: NAME, currentDocument: { exists: true, updateTime: "2026-11-22T08:10:00Z" } };
}
