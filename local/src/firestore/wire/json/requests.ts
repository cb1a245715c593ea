import { FirestoreError } from "../../errors.ts";
import type { Consistency, TransactionOptions } from "../../protocol.ts";
import type {
  BatchGetDocumentsRequest,
  BatchWriteRequest,
  BeginTransactionRequest,
  CommitRequest,
  ListCollectionIdsRequest,
  PartitionQueryRequest,
  RollbackRequest,
  RunAggregationQueryRequest,
  RunQueryRequest,
} from "../messages.ts";
import {
  isPresent,
  type Json,
  join,
  readBytes,
  readInt32,
  readInt64,
  readList,
  readObject,
  readString,
  readTimestamp,
  refuse,
} from "./checks.ts";
import { readAggregationQuery, readStructuredQuery } from "./query.ts";
import { readMask, readWrites } from "./write.ts";

/** Bodies of the REST verbs. `resource` is what the URL names; the body may repeat it. */

const CONSISTENCY = ["transaction", "newTransaction", "readTime"] as const;

function readConsistency(body: Json): Consistency {
  if (CONSISTENCY.filter((name) => isPresent(body[name])).length > 1) {
    refuse("", "transaction, newTransaction and readTime exclude each other.");
  }
  return {
    ...(isPresent(body.transaction) && { transaction: readBytes(body.transaction, "transaction") }),
    ...(isPresent(body.newTransaction) && {
      newTransaction: readTransactionOptions(body.newTransaction, "newTransaction"),
    }),
    ...(isPresent(body.readTime) && { readTime: readTimestamp(body.readTime, "readTime") }),
  };
}

function readTransactionOptions(value: unknown, path: string): TransactionOptions {
  const options = readObject(value, path, ["readOnly", "readWrite"]);
  if (isPresent(options.readOnly)) {
    const at = join(path, "readOnly");
    const readOnly = readObject(options.readOnly, at, ["readTime"]);
    if (!isPresent(readOnly.readTime)) return { readOnly: {} };
    return { readOnly: { readTime: readTimestamp(readOnly.readTime, join(at, "readTime")) } };
  }
  const at = join(path, "readWrite");
  const readWrite = readObject(options.readWrite ?? {}, at, ["retryTransaction"]);
  if (!isPresent(readWrite.retryTransaction)) return { readWrite: {} };
  const retryTransaction = readBytes(readWrite.retryTransaction, join(at, "retryTransaction"));
  return { readWrite: retryTransaction === "" ? {} : { retryTransaction } };
}

function databaseOf(resource: string): string {
  return resource.replace(/\/documents$/, "");
}

export function refuseExplain(): never {
  throw new FirestoreError(
    "UNIMPLEMENTED",
    "((explain_options is not implemented in the embedded Firestore.))",
  );
}

export function readBatchGet(value: unknown, resource: string): BatchGetDocumentsRequest {
  const body = readObject(value, "", ["database", "documents", "mask", ...CONSISTENCY]);
  return {
    database: databaseOf(resource),
    documents: readList(body.documents, "documents", readString),
    ...(isPresent(body.mask) && { mask: readMask(body.mask, "mask") }),
    ...readConsistency(body),
  };
}

export function readBeginTransaction(value: unknown, resource: string): BeginTransactionRequest {
  const body = readObject(value, "", ["database", "options"]);
  return {
    database: databaseOf(resource),
    ...(isPresent(body.options) && { options: readTransactionOptions(body.options, "options") }),
  };
}

export function readCommit(value: unknown, resource: string): CommitRequest {
  const body = readObject(value, "", ["database", "writes", "transaction"]);
  return {
    database: databaseOf(resource),
    writes: readWrites(body.writes, "writes"),
    ...(isPresent(body.transaction) && { transaction: readBytes(body.transaction, "transaction") }),
  };
}

export function readRollback(value: unknown, resource: string): RollbackRequest {
  const body = readObject(value, "", ["database", "transaction"]);
  return {
    database: databaseOf(resource),
    transaction: readBytes(body.transaction, "transaction"),
  };
}

export function readBatchWrite(value: unknown, resource: string): BatchWriteRequest {
  const body = readObject(value, "", ["database", "writes", "labels"]);
  return { database: databaseOf(resource), writes: readWrites(body.writes, "writes") };
}

export function readRunQuery(value: unknown, parent: string): RunQueryRequest {
  const body = readObject(value, "", [
    "parent",
    "structuredQuery",
    "explainOptions",
    ...CONSISTENCY,
  ]);
  if (isPresent(body.explainOptions)) refuseExplain();
  return {
    parent,
    structuredQuery: readStructuredQuery(body.structuredQuery, "structuredQuery"),
    ...readConsistency(body),
  };
}

export function readRunAggregationQuery(
  value: unknown,
  parent: string,
): RunAggregationQueryRequest {
  const body = readObject(value, "", [
    "parent",
    "structuredAggregationQuery",
    "explainOptions",
    ...CONSISTENCY,
  ]);
  if (isPresent(body.explainOptions)) refuseExplain();
  return {
    parent,
    structuredAggregationQuery: readAggregationQuery(
      body.structuredAggregationQuery,
      "structuredAggregationQuery",
    ),
    ...readConsistency(body),
  };
}

function readPage(body: Json): { pageSize?: number; pageToken?: string } {
  return {
    ...(isPresent(body.pageSize) && { pageSize: readInt32(body.pageSize, "pageSize") }),
    ...(isPresent(body.pageToken) && { pageToken: readString(body.pageToken, "pageToken") }),
  };
}

export function readPartitionQuery(value: unknown, parent: string): PartitionQueryRequest {
  const body = readObject(value, "", [
    "parent",
    "structuredQuery",
    "partitionCount",
    "pageSize",
    "pageToken",
    "readTime",
  ]);
  return {
    parent,
    structuredQuery: readStructuredQuery(body.structuredQuery, "structuredQuery"),
    partitionCount: Number(readInt64(body.partitionCount ?? 0, "partitionCount")),
    ...readPage(body),
    ...(isPresent(body.readTime) && { readTime: readTimestamp(body.readTime, "readTime") }),
  };
}

export function readListCollectionIds(value: unknown, parent: string): ListCollectionIdsRequest {
  const body = readObject(value, "", ["parent", "pageSize", "pageToken", "readTime"]);
  return {
    parent,
    ...readPage(body),
    ...(isPresent(body.readTime) && { readTime: readTimestamp(body.readTime, "readTime") }),
  };
}
