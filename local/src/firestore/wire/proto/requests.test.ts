import { describe, expect, test } from "vitest";
import { readRunAggregationQuery, readRunQuery } from "../json/requests.ts";
import { DATABASE, NAME } from "../testing/arbitraries.ts";
import { encodeByOracle } from "../testing/proto-oracle.ts";
import { decodeBatchGet, decodeRunAggregationQuery, decodeRunQuery } from "./requests.ts";

describe("the protobuf codec of messages", () => {
  test("reads a query with all its clauses as the JSON codec does", () => {
    const operand = { integerValue: "5" };
    const structuredQuery = queryOf(operand);
    const plain = queryOf(operand, { value: 20 });
    const request = { parent: `${DATABASE}/documents`, newTransaction: { readOnly: {} } };
    const bytes = encodeByOracle("RunQueryRequest", { ...request, structuredQuery: plain });
    expect(decodeRunQuery(bytes)).toEqual(
      readRunQuery({ ...request, structuredQuery }, request.parent),
    );
  });

  test("reads an aggregation query as the JSON codec does", () => {
    const parent = `${DATABASE}/documents`;
    const field = { fieldPath: "price" };
    const aggregations = [
      { alias: "all", count: {} },
      { alias: "", sum: { field } },
      { alias: "mean", avg: { field } },
    ];
    const upTo = { alias: "some", count: { upTo: { value: "12" } } };
    const structuredAggregationQuery = {
      structuredQuery: { from: [{ collectionId: "a" }] },
      aggregations: [...aggregations, upTo],
    };
    const bytes = encodeByOracle("RunAggregationQueryRequest", {
      parent,
      structuredAggregationQuery,
    });
    const read = decodeRunAggregationQuery(bytes);
    expect(read).toEqual(readRunAggregationQuery({ structuredAggregationQuery }, parent));
    expect(read.structuredAggregationQuery.aggregations[1]?.alias).toBe("field_2");
  });

  test("reads a lookup in a transaction, in a new one and at a time", () => {
    const bytes = (selector: object) =>
      encodeByOracle("BatchGetDocumentsRequest", {
        database: DATABASE,
        documents: [NAME],
        mask: { fieldPaths: ["a.b"] },
        ...selector,
      });
    const rest = { database: DATABASE, documents: [NAME], mask: { fieldPaths: ["a.b"] } };
    expect(decodeBatchGet(bytes({ transaction: Buffer.from("t1") }))).toEqual({
      ...rest,
      transaction: "dDE=",
    });
    const retry = { readWrite: { retryTransaction: Buffer.from("t0") } };
    expect(decodeBatchGet(bytes({ newTransaction: retry }))).toEqual({
      ...rest,
      newTransaction: { readWrite: { retryTransaction: "dDA=" } },
    });
    expect(decodeBatchGet(bytes({ readTime: { seconds: 5 } }))).toEqual({
      ...rest,
      readTime: "1970-01-01T00:00:05.000000Z",
    });
  });
});

function queryOf(operand: object, limit: unknown = 20): Record<string, unknown> {
  const field = { fieldPath: "m.`a.b`" };
  return {
    select: { fields: [field] },
    from: [{ collectionId: "messages", allDescendants: true }],
    where: {
      compositeFilter: {
        op: "OR",
        filters: [
          { fieldFilter: { field, op: "NOT_IN", value: { arrayValue: { values: [operand] } } } },
          { unaryFilter: { field, op: "IS_NOT_NULL" } },
        ],
      },
    },
    orderBy: [{ field, direction: "DESCENDING" }],
    startAt: { values: [operand], before: true },
    endAt: { values: [operand] },
    offset: 3,
    limit,
  };
}
