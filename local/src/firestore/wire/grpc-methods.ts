import type { Engine } from "../engine.ts";
import type { Caller } from "../protocol.ts";
import * as operations from "./operations.ts";
import { partitionQuery } from "./partition-query.ts";
import * as documents from "./proto/document-requests.ts";
import * as requests from "./proto/requests.ts";
import * as responses from "./proto/responses.ts";
import { writeDocument } from "./proto/value.ts";
import { encodeMessage, type Writer } from "./proto/wire-format.ts";
import { readMessage } from "./status.ts";

/** Bytes in, bytes out: a unary method answers one message, a streaming one any number. */
export interface GrpcMethod {
  isStreaming: boolean;
  run(engine: Engine, bytes: Uint8Array, caller: Caller): Promise<Buffer[]>;
}

type Operation<Request, Response> = (
  engine: Engine,
  request: Request,
  caller: Caller,
) => Promise<Response>;

function unary<Request, Response>(
  decode: (bytes: Uint8Array) => Request,
  operate: Operation<Request, Response>,
  write: (writer: Writer, response: Response) => void,
): GrpcMethod {
  return {
    isStreaming: false,
    run: async (engine, bytes, caller) => [
      encodeMessage(
        await operate(
          engine,
          readMessage(() => decode(bytes)),
          caller,
        ),
        write,
      ),
    ],
  };
}

function streaming<Request, Response>(
  decode: (bytes: Uint8Array) => Request,
  operate: Operation<Request, Response[]>,
  write: (writer: Writer, response: Response) => void,
): GrpcMethod {
  return {
    isStreaming: true,
    run: async (engine, bytes, caller) => {
      const request = readMessage(() => decode(bytes));
      const messages = await operate(engine, request, caller);
      return messages.map((message) => encodeMessage(message, write));
    },
  };
}

export const GRPC_METHODS: Record<string, GrpcMethod> = {
  GetDocument: unary(documents.decodeGetDocument, operations.getDocument, writeDocument),
  CreateDocument: unary(documents.decodeCreateDocument, operations.createDocument, writeDocument),
  UpdateDocument: unary(documents.decodeUpdateDocument, operations.updateDocument, writeDocument),
  DeleteDocument: unary(
    documents.decodeDeleteDocument,
    operations.deleteDocument,
    responses.writeEmpty,
  ),
  ListDocuments: unary(
    documents.decodeListDocuments,
    operations.listDocuments,
    responses.writeListDocumentsResponse,
  ),
  ListCollectionIds: unary(
    requests.decodeListCollectionIds,
    operations.listCollectionIds,
    responses.writeListCollectionIdsResponse,
  ),
  BatchGetDocuments: streaming(
    requests.decodeBatchGet,
    operations.batchGetDocuments,
    responses.writeBatchGetResponse,
  ),
  RunQuery: streaming(
    requests.decodeRunQuery,
    operations.runQuery,
    responses.writeRunQueryResponse,
  ),
  RunAggregationQuery: streaming(
    requests.decodeRunAggregationQuery,
    operations.runAggregationQuery,
    responses.writeRunAggregationQueryResponse,
  ),
  PartitionQuery: unary(
    requests.decodePartitionQuery,
    partitionQuery,
    responses.writePartitionQueryResponse,
  ),
  BeginTransaction: unary(
    requests.decodeBeginTransaction,
    operations.beginTransaction,
    responses.writeBeginTransactionResponse,
  ),
  Commit: unary(requests.decodeCommit, operations.commit, responses.writeCommitResponse),
  BatchWrite: unary(
    requests.decodeBatchWrite,
    operations.batchWrite,
    responses.writeBatchWriteResponse,
  ),
  Rollback: unary(requests.decodeRollback, operations.rollback, responses.writeEmpty),
};
