import type { ListenRequest, ListenTarget, TargetSource, WriteRequest } from "../messages.ts";
import {
  isObject,
  isPresent,
  type Json,
  join,
  readBoolean,
  readBytes,
  readInt32,
  readInt32Value,
  readList,
  readObject,
  readString,
  readTimestamp,
  refuse,
} from "./checks.ts";
import { readStructuredQuery } from "./query.ts";
import { readWrites } from "./write.ts";

/** Messages that browsers send over WebChannel. */

export function readListenRequest(value: unknown): ListenRequest {
  const request = readObject(value, "", ["database", "addTarget", "removeTarget", "labels"]);
  return {
    database: readString(request.database ?? "", "database"),
    ...(isPresent(request.addTarget) && { addTarget: readTarget(request.addTarget, "addTarget") }),
    ...(isPresent(request.removeTarget) && {
      removeTarget: readInt32(request.removeTarget, "removeTarget"),
    }),
  };
}

function readTarget(value: unknown, path: string): ListenTarget {
  const target = readObject(value, path, [
    "query",
    "documents",
    "resumeToken",
    "readTime",
    "targetId",
    "once",
    "expectedCount",
  ]);
  const at = (key: string) => join(path, key);
  return {
    ...readSource(target, path),
    ...(isPresent(target.targetId) && { targetId: readInt32(target.targetId, at("targetId")) }),
    ...(isPresent(target.resumeToken) && {
      resumeToken: readBytes(target.resumeToken, at("resumeToken")),
    }),
    ...(isPresent(target.readTime) && { readTime: readTimestamp(target.readTime, at("readTime")) }),
    ...(isPresent(target.once) && { once: readBoolean(target.once, at("once")) }),
    ...(isPresent(target.expectedCount) && {
      expectedCount: readInt32Value(target.expectedCount, at("expectedCount")),
    }),
  };
}

function readSource(target: Json, path: string): TargetSource {
  if (isObject(target.query) && !isPresent(target.documents)) {
    const at = join(path, "query");
    const query = readObject(target.query, at, ["parent", "structuredQuery"]);
    return {
      query: {
        parent: readString(query.parent, join(at, "parent")),
        structuredQuery: readStructuredQuery(query.structuredQuery, join(at, "structuredQuery")),
      },
    };
  }
  if (isPresent(target.query)) refuse(path, "a target is either query or documents.");
  const at = join(path, "documents");
  const documents = readObject(target.documents, at, ["documents"]);
  return {
    documents: { documents: readList(documents.documents, join(at, "documents"), readString) },
  };
}

export function readWriteRequest(value: unknown): WriteRequest {
  const request = readObject(value, "", [
    "database",
    "streamId",
    "streamToken",
    "writes",
    "labels",
  ]);
  return {
    database: readString(request.database ?? "", "database"),
    ...(isPresent(request.streamId) && { streamId: readString(request.streamId, "streamId") }),
    ...(isPresent(request.streamToken) && {
      streamToken: readBytes(request.streamToken, "streamToken"),
    }),
    writes: readWrites(request.writes, "writes"),
  };
}
