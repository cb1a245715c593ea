import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRunAggregationQuery, readRunQuery } from "../json/requests.ts";
import { readListenRequest } from "../json/streams.ts";
import { readWrites } from "../json/write.ts";
import { document, timestamp, value } from "../testing/arbitraries.ts";
import {
  decodeByOracle,
  encodeByOracle,
  normalise,
  plainDocument,
  plainTimestamp,
  plainValue,
} from "../testing/proto-oracle.ts";
import {
  decodeBatchGet,
  decodeCommit,
  decodeRunAggregationQuery,
  decodeRunQuery,
} from "./requests.ts";
import { writeBatchGetResponse, writeCommitResponse, writeRunQueryResponse } from "./responses.ts";
import { decodeListenRequest, writeListenResponse } from "./streams.ts";
import { encodeMessage } from "./wire-format.ts";

const DATABASE = "projects/p/databases/(default)";
const NAME = `${DATABASE}/documents/a/b`;

describe("the protobuf codec of messages", () => {
  test("reads each kind of write as the JSON codec does", () => {
    fc.assert(
      fc.property(document, value, timestamp, (subject, operand, time) => {
        const json = writesInJson(subject.name, subject.fields, operand, time);
        const plain = writesInProto(
          plainDocument(subject),
          plainValue(operand),
          plainTimestamp(time),
        );
        const bytes = encodeByOracle("CommitRequest", { database: DATABASE, writes: plain });
        expect(decodeCommit(bytes)).toEqual({
          database: DATABASE,
          writes: readWrites(json, "writes"),
        });
      }),
    );
  });

  test("reads a verify, which Google's public definitions leave out", () => {
    const name = Buffer.from(NAME);
    const write = Buffer.concat([Buffer.from([42, name.length]), name]);
    const bytes = Buffer.concat([Buffer.from([18, write.length]), write]);
    expect(decodeCommit(bytes).writes).toEqual([{ verify: NAME }]);
  });

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

  test("reads targets as the JSON codec does", () => {
    const parent = `${DATABASE}/documents`;
    const structuredQuery = { from: [{ collectionId: "a" }] };
    for (const addTarget of [
      { targetId: 2, query: { parent, structuredQuery }, expectedCount: { value: 7 } },
      { targetId: 4, documents: { documents: [NAME] }, resumeToken: "dG9rZW4=", once: true },
    ]) {
      const bytes = encodeByOracle("ListenRequest", { database: DATABASE, addTarget });
      expect(decodeListenRequest(bytes)).toEqual(
        readListenRequest({ database: DATABASE, addTarget }),
      );
    }
    const removal = encodeByOracle("ListenRequest", { database: DATABASE, removeTarget: 4 });
    expect(decodeListenRequest(removal)).toEqual({ database: DATABASE, removeTarget: 4 });
  });

  test("writes responses so that Google's definitions read them", () => {
    fc.assert(
      fc.property(document, value, timestamp, (subject, result, time) => {
        const found = plainDocument(subject);
        const readTime = plainTimestamp(time);
        expectSame(
          "BatchGetDocumentsResponse",
          encodeMessage(
            { found: subject, readTime: time, transaction: "dHg=" },
            writeBatchGetResponse,
          ),
          { found, readTime, transaction: "dHg=" },
        );
        expectSame(
          "RunQueryResponse",
          encodeMessage(
            { document: subject, readTime: time, skippedResults: 3 },
            writeRunQueryResponse,
          ),
          { document: found, readTime, skippedResults: 3 },
        );
        expectSame(
          "CommitResponse",
          encodeMessage(
            {
              writeResults: [{ updateTime: time, transformResults: [result] }, {}],
              commitTime: time,
            },
            writeCommitResponse,
          ),
          {
            writeResults: [{ updateTime: readTime, transformResults: [plainValue(result)] }, {}],
            commitTime: readTime,
          },
        );
      }),
    );
  });

  test("writes what a listener is told so that Google's definitions read it", () => {
    fc.assert(
      fc.property(document, timestamp, (subject, time) => {
        const readTime = plainTimestamp(time);
        const leaving = { document: NAME, readTime: time, removedTargetIds: [2, 4] };
        const plainLeaving = { document: NAME, readTime, removedTargetIds: [2, 4] };
        const write = (message: Parameters<typeof writeListenResponse>[1]) =>
          encodeMessage(message, writeListenResponse);
        expectSame("ListenResponse", write({ documentDelete: leaving }), {
          documentDelete: plainLeaving,
        });
        expectSame("ListenResponse", write({ documentRemove: leaving }), {
          documentRemove: plainLeaving,
        });
        expectSame(
          "ListenResponse",
          write({ documentChange: { document: subject, targetIds: [2], removedTargetIds: [300] } }),
          {
            documentChange: {
              document: plainDocument(subject),
              targetIds: [2],
              removedTargetIds: [300],
            },
          },
        );
        const change = {
          targetIds: [2],
          cause: { code: 7, message: "no" },
          resumeToken: "dG9rZW4=",
        };
        expectSame(
          "ListenResponse",
          write({ targetChange: { ...change, targetChangeType: "REMOVE", readTime: time } }),
          { targetChange: { ...change, targetChangeType: 2, readTime } },
        );
      }),
    );
  });
});

function expectSame(type: string, bytes: Uint8Array, plain: Record<string, unknown>): void {
  expect(decodeByOracle(type, bytes)).toEqual(normalise(type, plain));
}

function writesInJson(
  name: string,
  fields: object,
  operand: object,
  updateTime: string,
): unknown[] {
  return [
    { update: { name, fields }, currentDocument: { exists: false } },
    {
      update: { name, fields: {} },
      updateMask: { fieldPaths: [] },
      updateTransforms: [
        { fieldPath: "a", setToServerValue: "REQUEST_TIME" },
        { fieldPath: "b", increment: operand },
        { fieldPath: "c", maximum: operand },
        { fieldPath: "d", minimum: operand },
        { fieldPath: "e", appendMissingElements: { values: [operand] } },
        { fieldPath: "f", removeAllFromArray: { values: [] } },
      ],
      currentDocument: { updateTime },
    },
    { delete: name, currentDocument: { exists: true } },
    { transform: { document: name, fieldTransforms: [{ fieldPath: "g", increment: operand }] } },
  ];
}

function writesInProto(
  subject: Record<string, unknown>,
  operand: Record<string, unknown>,
  updateTime: Record<string, unknown>,
): unknown[] {
  const { name } = subject;
  return [
    { update: subject, currentDocument: { exists: false } },
    {
      update: { name },
      updateMask: {},
      updateTransforms: [
        { fieldPath: "a", setToServerValue: "REQUEST_TIME" },
        { fieldPath: "b", increment: operand },
        { fieldPath: "c", maximum: operand },
        { fieldPath: "d", minimum: operand },
        { fieldPath: "e", appendMissingElements: { values: [operand] } },
        { fieldPath: "f", removeAllFromArray: {} },
      ],
      currentDocument: { updateTime },
    },
    { delete: name, currentDocument: { exists: true } },
    { transform: { document: name, fieldTransforms: [{ fieldPath: "g", increment: operand }] } },
  ];
}

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
