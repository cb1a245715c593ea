import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readListenRequest } from "../json/streams.ts";
import { DATABASE, document, NAME, timestamp } from "../testing/arbitraries.ts";
import {
  encodeByOracle,
  expectSame,
  plainDocument,
  plainTimestamp,
} from "../testing/proto-oracle.ts";
import { decodeListenRequest, writeListenResponse } from "./streams.ts";
import { encodeMessage } from "./wire-format.ts";

describe("the protobuf codec of messages", () => {
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
