import type {
  BatchGetDocumentsResponse,
  BatchWriteResponse,
  CommitResponse,
  ListCollectionIdsResponse,
  ListDocumentsResponse,
  PartitionQueryResponse,
  RpcStatus,
  RunAggregationQueryResponse,
  RunQueryResponse,
} from "../messages.ts";
import { writeCursor } from "./query.ts";
import { writeDocument, writeFields } from "./value.ts";
import {
  type Writer,
  writeBase64,
  writeInt32,
  writeNested,
  writeString,
  writeTimestamp,
} from "./wire-format.ts";
import { writeWriteResult } from "./write.ts";

export function writeBatchGetResponse(writer: Writer, response: BatchGetDocumentsResponse): void {
  if (response.found !== undefined) writeNested(writer, 10, response.found, writeDocument);
  writeString(writer, 18, response.missing);
  writeBase64(writer, 26, response.transaction);
  writeTimestamp(writer, 34, response.readTime);
}

export function writeBeginTransactionResponse(
  writer: Writer,
  response: { transaction: string },
): void {
  writeBase64(writer, 10, response.transaction);
}

export function writeCommitResponse(writer: Writer, response: CommitResponse): void {
  for (const result of response.writeResults) writeNested(writer, 10, result, writeWriteResult);
  writeTimestamp(writer, 18, response.commitTime);
}

export function writeEmpty(): void {}

export function writeRunQueryResponse(writer: Writer, response: RunQueryResponse): void {
  if (response.document !== undefined) writeNested(writer, 10, response.document, writeDocument);
  writeBase64(writer, 18, response.transaction);
  writeTimestamp(writer, 26, response.readTime);
  writeInt32(writer, 32, response.skippedResults);
}

export function writeRunAggregationQueryResponse(
  writer: Writer,
  response: RunAggregationQueryResponse,
): void {
  if (response.result !== undefined) {
    writeNested(writer, 10, response.result, (inner, result) =>
      writeFields(inner, 18, result.aggregateFields),
    );
  }
  writeBase64(writer, 18, response.transaction);
  writeTimestamp(writer, 26, response.readTime);
}

export function writePartitionQueryResponse(
  writer: Writer,
  response: PartitionQueryResponse,
): void {
  for (const partition of response.partitions) writeNested(writer, 10, partition, writeCursor);
  writeString(writer, 18, response.nextPageToken);
}

export function writeListCollectionIdsResponse(
  writer: Writer,
  response: ListCollectionIdsResponse,
): void {
  for (const id of response.collectionIds) writer.uint32(10).string(id);
  writeString(writer, 18, response.nextPageToken);
}

export function writeListDocumentsResponse(writer: Writer, response: ListDocumentsResponse): void {
  for (const document of response.documents) writeNested(writer, 10, document, writeDocument);
  writeString(writer, 18, response.nextPageToken);
}

export function writeBatchWriteResponse(writer: Writer, response: BatchWriteResponse): void {
  for (const result of response.writeResults) writeNested(writer, 10, result, writeWriteResult);
  for (const status of response.status) writeNested(writer, 18, status, writeStatus);
}

export function writeStatus(writer: Writer, status: RpcStatus): void {
  writeInt32(writer, 8, status.code);
  writeString(writer, 18, status.message);
}
