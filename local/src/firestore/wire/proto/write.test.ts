import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWrites } from "../json/write.ts";
import { DATABASE, document, NAME, timestamp, value } from "../testing/arbitraries.ts";
import {
  encodeByOracle,
  plainDocument,
  plainTimestamp,
  plainValue,
} from "../testing/proto-oracle.ts";
import { decodeCommit } from "./requests.ts";

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
});

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
