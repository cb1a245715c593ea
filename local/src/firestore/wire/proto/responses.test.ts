import fc from "fast-check";
import { describe, test } from "vitest";
import { document, timestamp, value } from "../testing/arbitraries.ts";
import { expectSame, plainDocument, plainTimestamp, plainValue } from "../testing/proto-oracle.ts";
import { writeBatchGetResponse, writeCommitResponse, writeRunQueryResponse } from "./responses.ts";
import { encodeMessage } from "./wire-format.ts";

describe("the protobuf codec of messages", () => {
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
});
