import type { Consistency, TransactionOptions, Write } from "../../protocol.ts";
import { refuseExplain } from "../json/requests.ts";
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
import { readAggregationQuery, readStructuredQuery } from "./query.ts";
import {
  type Reader,
  readBase64,
  readerOf,
  readInt64,
  readNested,
  readTimestamp,
  readUntil,
} from "./wire-format.ts";
import { readMask, readWrite } from "./write.ts";

type ReadMember<T> = (reader: Reader, tag: number, target: T) => boolean;

export function decode<T>(bytes: Uint8Array, target: T, read: ReadMember<T>): T {
  return readUntil(readerOf(bytes), bytes.length, target, read);
}

/** Empty bytes mean that no transaction is meant, though the member is present. */
export function readTransaction(reader: Reader, target: { transaction?: string }): void {
  const transaction = readBase64(reader);
  if (transaction !== "") target.transaction = transaction;
}

function readTransactionOptions(reader: Reader): TransactionOptions {
  const parts = { options: { readWrite: {} } as TransactionOptions };
  readNested(reader, parts, (inner, tag, target) => {
    if (tag === 18) target.options = { readOnly: readReadOnly(inner) };
    else if (tag === 26) target.options = { readWrite: readReadWrite(inner) };
    else return false;
    return true;
  });
  return parts.options;
}

function readReadOnly(reader: Reader): { readTime?: string } {
  return readNested<{ readTime?: string }>(reader, {}, (inner, tag, target) => {
    if (tag !== 18) return false;
    target.readTime = readTimestamp(inner);
    return true;
  });
}

function readReadWrite(reader: Reader): { retryTransaction?: string } {
  return readNested<{ retryTransaction?: string }>(reader, {}, (inner, tag, target) => {
    if (tag !== 10) return false;
    const retryTransaction = readBase64(inner);
    if (retryTransaction !== "") target.retryTransaction = retryTransaction;
    return true;
  });
}

/** The consistency selectors stand at other numbers in each message. */
export function readConsistency(
  reader: Reader,
  tag: number,
  target: Consistency,
  numbers: { transaction: number; newTransaction?: number; readTime: number },
): boolean {
  if (tag === numbers.transaction) readTransaction(reader, target);
  else if (tag === numbers.newTransaction) target.newTransaction = readTransactionOptions(reader);
  else if (tag === numbers.readTime) target.readTime = readTimestamp(reader);
  else return false;
  return true;
}

export function decodeBatchGet(bytes: Uint8Array): BatchGetDocumentsRequest {
  const request: BatchGetDocumentsRequest = { database: "", documents: [] };
  return decode(bytes, request, (reader, tag, target) => {
    if (tag === 10) target.database = reader.string();
    else if (tag === 18) target.documents.push(reader.string());
    else if (tag === 26) target.mask = readMask(reader);
    else {
      const numbers = { transaction: 34, newTransaction: 42, readTime: 58 };
      return readConsistency(reader, tag, target, numbers);
    }
    return true;
  });
}

export function decodeBeginTransaction(bytes: Uint8Array): BeginTransactionRequest {
  return decode<BeginTransactionRequest>(bytes, { database: "" }, (reader, tag, target) => {
    if (tag === 10) target.database = reader.string();
    else if (tag === 18) target.options = readTransactionOptions(reader);
    else return false;
    return true;
  });
}

export function decodeCommit(bytes: Uint8Array): CommitRequest {
  return decode<CommitRequest>(bytes, { database: "", writes: [] }, (reader, tag, target) => {
    if (tag === 10) target.database = reader.string();
    else if (tag === 18) target.writes.push(readWrite(reader));
    else if (tag === 26) readTransaction(reader, target);
    else return false;
    return true;
  });
}

export function decodeRollback(bytes: Uint8Array): RollbackRequest {
  return decode(bytes, { database: "", transaction: "" }, (reader, tag, target) => {
    if (tag === 10) target.database = reader.string();
    else if (tag === 18) target.transaction = readBase64(reader);
    else return false;
    return true;
  });
}

export function decodeBatchWrite(bytes: Uint8Array): BatchWriteRequest {
  return decode(bytes, { database: "", writes: [] as Write[] }, (reader, tag, target) => {
    if (tag === 10) target.database = reader.string();
    else if (tag === 18) target.writes.push(readWrite(reader));
    else return false;
    return true;
  });
}

const QUERY_SELECTORS = { transaction: 42, newTransaction: 50, readTime: 58 };
const AGGREGATION_SELECTORS = { transaction: 34, newTransaction: 42, readTime: 50 };

export function decodeRunQuery(bytes: Uint8Array): RunQueryRequest {
  const request: RunQueryRequest = { parent: "", structuredQuery: { from: [] } };
  return decode(bytes, request, (reader, tag, target) => {
    if (tag === 10) target.parent = reader.string();
    else if (tag === 18) target.structuredQuery = readStructuredQuery(reader);
    else if (tag === 82) refuseExplain();
    else return readConsistency(reader, tag, target, QUERY_SELECTORS);
    return true;
  });
}

export function decodeRunAggregationQuery(bytes: Uint8Array): RunAggregationQueryRequest {
  const request: RunAggregationQueryRequest = {
    parent: "",
    structuredAggregationQuery: { structuredQuery: { from: [] }, aggregations: [] },
  };
  return decode(bytes, request, (reader, tag, target) => {
    if (tag === 10) target.parent = reader.string();
    else if (tag === 18) target.structuredAggregationQuery = readAggregationQuery(reader);
    else if (tag === 66) refuseExplain();
    else return readConsistency(reader, tag, target, AGGREGATION_SELECTORS);
    return true;
  });
}

export function decodePartitionQuery(bytes: Uint8Array): PartitionQueryRequest {
  const request: PartitionQueryRequest = {
    parent: "",
    structuredQuery: { from: [] },
    partitionCount: 0,
  };
  return decode(bytes, request, (reader, tag, target) => {
    if (tag === 10) target.parent = reader.string();
    else if (tag === 18) target.structuredQuery = readStructuredQuery(reader);
    else if (tag === 24) target.partitionCount = Number(readInt64(reader));
    else if (tag === 34) target.pageToken = reader.string();
    else if (tag === 40) target.pageSize = reader.int32();
    else if (tag === 50) target.readTime = readTimestamp(reader);
    else return false;
    return true;
  });
}

export function decodeListCollectionIds(bytes: Uint8Array): ListCollectionIdsRequest {
  return decode<ListCollectionIdsRequest>(bytes, { parent: "" }, (reader, tag, target) => {
    if (tag === 10) target.parent = reader.string();
    else if (tag === 16) target.pageSize = reader.int32();
    else if (tag === 26) target.pageToken = reader.string();
    else if (tag === 34) target.readTime = readTimestamp(reader);
    else return false;
    return true;
  });
}
