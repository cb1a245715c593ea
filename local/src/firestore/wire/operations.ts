import { randomBytes } from "node:crypto";
import type { Engine } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Caller, Document, Fields, Write } from "../protocol.ts";
import type {
  BatchGetDocumentsRequest,
  BatchGetDocumentsResponse,
  BatchWriteRequest,
  BatchWriteResponse,
  BeginTransactionRequest,
  CommitRequest,
  CommitResponse,
  CreateDocumentRequest,
  DeleteDocumentRequest,
  GetDocumentRequest,
  ListCollectionIdsRequest,
  ListCollectionIdsResponse,
  ListDocumentsRequest,
  ListDocumentsResponse,
  Mask,
  RollbackRequest,
  RunAggregationQueryRequest,
  RunAggregationQueryResponse,
  RunQueryRequest,
  RunQueryResponse,
  UpdateDocumentRequest,
} from "./messages.ts";
import { checkDatabase } from "./resource.ts";

/** What each RPC answers: one message, or the messages of a stream. */

export async function batchGetDocuments(
  engine: Engine,
  request: BatchGetDocumentsRequest,
  caller: Caller,
): Promise<BatchGetDocumentsResponse[]> {
  const { database, ...rest } = request;
  checkDatabase(engine.projectId, database);
  const { found, readTime, transaction } = await engine.batchGet(rest, caller);
  const responses: BatchGetDocumentsResponse[] = found.map((document, index) =>
    document === null
      ? { missing: request.documents[index] ?? "", readTime }
      : { found: document, readTime },
  );
  if (transaction === undefined) return responses;
  const [first = { readTime }, ...others] = responses;
  return [{ ...first, transaction }, ...others];
}

export async function runQuery(
  engine: Engine,
  request: RunQueryRequest,
  caller: Caller,
): Promise<RunQueryResponse[]> {
  checkDatabase(engine.projectId, request.parent);
  const { documents, readTime, transaction, skippedResults } = await engine.runQuery(
    request,
    caller,
  );
  const responses: RunQueryResponse[] = documents.map((document) => ({ document, readTime }));
  const [first = { readTime }, ...others] = responses;
  return [
    {
      ...first,
      ...(transaction !== undefined && { transaction }),
      ...(skippedResults !== undefined && { skippedResults }),
    },
    ...others,
  ];
}

export async function runAggregationQuery(
  engine: Engine,
  request: RunAggregationQueryRequest,
  caller: Caller,
): Promise<RunAggregationQueryResponse[]> {
  checkDatabase(engine.projectId, request.parent);
  const { aggregateFields, readTime, transaction } = await engine.runAggregationQuery(
    request,
    caller,
  );
  const response: RunAggregationQueryResponse = { result: { aggregateFields }, readTime };
  return [transaction === undefined ? response : { ...response, transaction }];
}

export async function commit(
  engine: Engine,
  request: CommitRequest,
  caller: Caller,
): Promise<CommitResponse> {
  const { database, ...rest } = request;
  checkDatabase(engine.projectId, database);
  return engine.commit(rest, caller);
}

export async function batchWrite(
  engine: Engine,
  request: BatchWriteRequest,
  caller: Caller,
): Promise<BatchWriteResponse> {
  checkDatabase(engine.projectId, request.database);
  return engine.batchWrite({ writes: request.writes }, caller);
}

export async function beginTransaction(
  engine: Engine,
  request: BeginTransactionRequest,
  caller: Caller,
): Promise<{ transaction: string }> {
  checkDatabase(engine.projectId, request.database);
  return { transaction: engine.beginTransaction(request.options ?? { readWrite: {} }, caller) };
}

export async function rollback(
  engine: Engine,
  request: RollbackRequest,
): Promise<Record<string, never>> {
  checkDatabase(engine.projectId, request.database);
  engine.rollback(request.transaction);
  return {};
}

export async function listDocuments(
  engine: Engine,
  request: ListDocumentsRequest,
  caller: Caller,
): Promise<ListDocumentsResponse> {
  const { transaction, newTransaction, readTime, ...rest } = request;
  checkDatabase(engine.projectId, rest.parent);
  if (transaction !== undefined || newTransaction !== undefined || readTime !== undefined) {
    throw new FirestoreError(
      "UNIMPLEMENTED",
      "((Listing documents in a transaction or at a time is not implemented.))",
    );
  }
  return engine.listDocuments(rest, caller);
}

export async function listCollectionIds(
  engine: Engine,
  request: ListCollectionIdsRequest,
  caller: Caller,
): Promise<ListCollectionIdsResponse> {
  const { readTime, ...rest } = request;
  checkDatabase(engine.projectId, rest.parent);
  if (readTime !== undefined) {
    throw new FirestoreError(
      "UNIMPLEMENTED",
      "((Listing collections at a time is not implemented.))",
    );
  }
  return engine.listCollectionIds(rest, caller);
}

export async function getDocument(
  engine: Engine,
  request: GetDocumentRequest,
  caller: Caller,
): Promise<Document> {
  const { name, ...rest } = request;
  checkDatabase(engine.projectId, name);
  const { found } = await engine.batchGet({ ...rest, documents: [name] }, caller);
  return found[0] ?? refuseMissing(name);
}

function refuseMissing(name: string): never {
  throw new FirestoreError("NOT_FOUND", `Document "${name}" not found.`);
}

export async function createDocument(
  engine: Engine,
  request: CreateDocumentRequest,
  caller: Caller,
): Promise<Document> {
  const id = request.documentId || newDocumentId();
  const name = `${request.parent}/${request.collectionId}/${id}`;
  const { fields } = request.document;
  const write: Write = { update: { name, fields }, currentDocument: { exists: false } };
  return writeOne(engine, write, { name, fields }, caller, request.mask);
}

export async function updateDocument(
  engine: Engine,
  request: UpdateDocumentRequest,
  caller: Caller,
): Promise<Document> {
  const { document, updateMask, currentDocument, mask } = request;
  const write: Write = {
    update: document,
    ...(updateMask !== undefined && { updateMask }),
    ...(currentDocument !== undefined && { currentDocument }),
  };
  return writeOne(engine, write, document, caller, mask);
}

/** Answers with the document as the write left it, read by whoever was allowed to write it. */
async function writeOne(
  engine: Engine,
  write: Write,
  { name }: { name: string; fields: Fields },
  caller: Caller,
  mask: Mask | undefined,
): Promise<Document> {
  checkDatabase(engine.projectId, name);
  await engine.commit({ writes: [write] }, caller);
  const read = { documents: [name], ...(mask !== undefined && { mask }) };
  const { found } = await engine.batchGet(read, { kind: "owner" });
  return found[0] ?? refuseMissing(name);
}

export async function deleteDocument(
  engine: Engine,
  request: DeleteDocumentRequest,
  caller: Caller,
): Promise<Record<string, never>> {
  const { name, currentDocument } = request;
  checkDatabase(engine.projectId, name);
  const write: Write = { delete: name, ...(currentDocument !== undefined && { currentDocument }) };
  await engine.commit({ writes: [write] }, caller);
  return {};
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function newDocumentId(): string {
  return Array.from(randomBytes(20), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
