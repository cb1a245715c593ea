import { FirestoreError } from "../../errors.ts";
import {
  type DocumentLeaving,
  type ListenRequest,
  type ListenResponse,
  type ListenTarget,
  TARGET_CHANGE_TYPES,
  type TargetChange,
  type TargetSource,
  type WriteRequest,
  type WriteResponse,
} from "../messages.ts";
import { readStructuredQuery, readWrapped } from "./query.ts";
import { decode } from "./requests.ts";
import { writeStatus } from "./responses.ts";
import { writeDocument } from "./value.ts";
import {
  type Reader,
  readBase64,
  readNested,
  readTimestamp,
  type Writer,
  writeBase64,
  writeInt32,
  writeNested,
  writeString,
  writeTimestamp,
} from "./wire-format.ts";
import { readWrite, writeWriteResult } from "./write.ts";

export function decodeWriteRequest(bytes: Uint8Array): WriteRequest {
  return decode<WriteRequest>(bytes, { database: "", writes: [] }, (reader, tag, target) => {
    if (tag === 10) target.database = reader.string();
    else if (tag === 18) target.streamId = reader.string();
    else if (tag === 26) target.writes.push(readWrite(reader));
    else if (tag === 34) target.streamToken = readBase64(reader);
    else return false;
    return true;
  });
}

export function writeWriteResponse(writer: Writer, response: WriteResponse): void {
  writeString(writer, 10, response.streamId);
  writeBase64(writer, 18, response.streamToken);
  for (const result of response.writeResults ?? []) {
    writeNested(writer, 26, result, writeWriteResult);
  }
  writeTimestamp(writer, 34, response.commitTime);
}

export function decodeListenRequest(bytes: Uint8Array): ListenRequest {
  return decode<ListenRequest>(bytes, { database: "" }, (reader, tag, target) => {
    if (tag === 10) target.database = reader.string();
    else if (tag === 18) target.addTarget = readTarget(reader);
    else if (tag === 24) target.removeTarget = reader.int32();
    else return false;
    return true;
  });
}

interface TargetParts extends Omit<ListenTarget, "query" | "documents"> {
  source: TargetSource | null;
}

function readTarget(reader: Reader): ListenTarget {
  const { source, ...rest } = readNested<TargetParts>(reader, { source: null }, readTargetMember);
  if (source === null) {
    throw new FirestoreError("INVALID_ARGUMENT", "A target is either query or documents.");
  }
  return { ...rest, ...source };
}

function readTargetMember(reader: Reader, tag: number, target: TargetParts): boolean {
  if (tag === 18) target.source = { query: readQueryTarget(reader) };
  else if (tag === 26) target.source = { documents: readDocumentsTarget(reader) };
  else if (tag === 34) target.resumeToken = readBase64(reader);
  else if (tag === 40) target.targetId = reader.int32();
  else if (tag === 48) target.once = reader.bool();
  else if (tag === 90) target.readTime = readTimestamp(reader);
  else if (tag === 98) target.expectedCount = readNested(reader, { value: 0 }, readWrapped).value;
  else return false;
  return true;
}

type QueryTarget = Extract<TargetSource, { query: unknown }>["query"];

function readQueryTarget(reader: Reader): QueryTarget {
  const query: QueryTarget = { parent: "", structuredQuery: { from: [] } };
  return readNested(reader, query, (inner, tag, target) => {
    if (tag === 10) target.parent = inner.string();
    else if (tag === 18) target.structuredQuery = readStructuredQuery(inner);
    else return false;
    return true;
  });
}

function readDocumentsTarget(reader: Reader): { documents: string[] } {
  return readNested(reader, { documents: [] as string[] }, (inner, tag, target) => {
    if (tag !== 18) return false;
    target.documents.push(inner.string());
    return true;
  });
}

export function writeListenResponse(writer: Writer, response: ListenResponse): void {
  if ("targetChange" in response) {
    writeNested(writer, 18, response.targetChange, writeTargetChange);
  } else if ("documentChange" in response) {
    const { document, targetIds, removedTargetIds } = response.documentChange;
    writer.uint32(26).fork();
    writeNested(writer, 10, document, writeDocument);
    writeIds(writer, 42, targetIds);
    writeIds(writer, 50, removedTargetIds ?? []);
    writer.ldelim();
  } else if ("documentDelete" in response) {
    writer.uint32(34).fork();
    writeLeaving(writer, response.documentDelete, 50);
    writer.ldelim();
  } else {
    writer.uint32(50).fork();
    writeLeaving(writer, response.documentRemove, 18);
    writer.ldelim();
  }
}

function writeLeaving(writer: Writer, leaving: DocumentLeaving, idsTag: number): void {
  writeString(writer, 10, leaving.document);
  writeIds(writer, idsTag, leaving.removedTargetIds);
  writeTimestamp(writer, 34, leaving.readTime);
}

function writeTargetChange(writer: Writer, change: TargetChange): void {
  writeInt32(writer, 8, TARGET_CHANGE_TYPES.indexOf(change.targetChangeType));
  writeIds(writer, 18, change.targetIds ?? []);
  if (change.cause !== undefined) writeNested(writer, 26, change.cause, writeStatus);
  writeBase64(writer, 34, change.resumeToken);
  writeTimestamp(writer, 50, change.readTime);
}

/** Packed, as proto3 does by default. */
function writeIds(writer: Writer, tag: number, ids: number[]): void {
  if (ids.length === 0) return;
  writer.uint32(tag).fork();
  for (const id of ids) writer.int32(id);
  writer.ldelim();
}
