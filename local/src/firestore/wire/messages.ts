import type {
  Consistency,
  Document,
  DocumentName,
  Fields,
  Precondition,
  StructuredAggregationQuery,
  StructuredQuery,
  Timestamp,
  TransactionOptions,
  Value,
  Write,
  WriteResult,
} from "../protocol.ts";

/** Requests and responses of google.firestore.v1.Firestore in their canonical form. */

export interface Mask {
  fieldPaths: string[];
}

export interface GetDocumentRequest extends Consistency {
  name: DocumentName;
  mask?: Mask;
}

export interface ListDocumentsRequest extends Consistency {
  parent: string;
  collectionId: string;
  pageSize?: number;
  pageToken?: string;
  orderBy?: string;
  mask?: Mask;
  showMissing?: boolean;
}

export interface ListDocumentsResponse {
  documents: (Document | { name: DocumentName })[];
  nextPageToken?: string;
}

export interface CreateDocumentRequest {
  parent: string;
  collectionId: string;
  documentId?: string;
  document: { fields: Fields };
  mask?: Mask;
}

export interface UpdateDocumentRequest {
  document: { name: DocumentName; fields: Fields };
  updateMask?: Mask;
  mask?: Mask;
  currentDocument?: Precondition;
}

export interface DeleteDocumentRequest {
  name: DocumentName;
  currentDocument?: Precondition;
}

export interface BatchGetDocumentsRequest extends Consistency {
  database: string;
  documents: DocumentName[];
  mask?: Mask;
}

export interface BatchGetDocumentsResponse {
  found?: Document;
  missing?: DocumentName;
  transaction?: string;
  readTime?: Timestamp;
}

export interface BeginTransactionRequest {
  database: string;
  options?: TransactionOptions;
}

export interface CommitRequest {
  database: string;
  writes: Write[];
  transaction?: string;
}

export interface CommitResponse {
  writeResults: WriteResult[];
  commitTime: Timestamp;
}

export interface RollbackRequest {
  database: string;
  transaction: string;
}

export interface RunQueryRequest extends Consistency {
  parent: string;
  structuredQuery: StructuredQuery;
}

export interface RunQueryResponse {
  document?: Document;
  readTime?: Timestamp;
  transaction?: string;
  skippedResults?: number;
}

export interface RunAggregationQueryRequest extends Consistency {
  parent: string;
  structuredAggregationQuery: StructuredAggregationQuery;
}

export interface RunAggregationQueryResponse {
  result?: { aggregateFields: Record<string, Value> };
  readTime?: Timestamp;
  transaction?: string;
}

export interface PartitionQueryRequest {
  parent: string;
  structuredQuery: StructuredQuery;
  partitionCount: number;
  pageSize?: number;
  pageToken?: string;
  readTime?: Timestamp;
}

export interface PartitionQueryResponse {
  partitions: { values: Value[]; before?: boolean }[];
  nextPageToken?: string;
}

export interface ListCollectionIdsRequest {
  parent: string;
  pageSize?: number;
  pageToken?: string;
  readTime?: Timestamp;
}

export interface ListCollectionIdsResponse {
  collectionIds: string[];
  nextPageToken?: string;
}

export interface BatchWriteRequest {
  database: string;
  writes: Write[];
}

export interface RpcStatus {
  code: number;
  message?: string;
}

export interface BatchWriteResponse {
  writeResults: WriteResult[];
  status: RpcStatus[];
}

export interface WriteRequest {
  database: string;
  streamId?: string;
  streamToken?: string;
  writes: Write[];
}

export interface WriteResponse {
  streamId?: string;
  streamToken: string;
  writeResults?: WriteResult[];
  commitTime?: Timestamp;
}

export type TargetSource =
  | { query: { parent: string; structuredQuery: StructuredQuery } }
  | { documents: { documents: DocumentName[] } };

export type ListenTarget = TargetSource & {
  /** Absent: the server chooses. */
  targetId?: number;
  resumeToken?: string;
  readTime?: Timestamp;
  once?: boolean;
  expectedCount?: number;
};

export interface ListenRequest {
  database: string;
  addTarget?: ListenTarget;
  removeTarget?: number;
}

export const TARGET_CHANGE_TYPES = ["NO_CHANGE", "ADD", "REMOVE", "CURRENT", "RESET"] as const;

export interface TargetChange {
  targetChangeType: (typeof TARGET_CHANGE_TYPES)[number];
  targetIds?: number[];
  cause?: RpcStatus;
  resumeToken?: string;
  readTime?: Timestamp;
}

export type ListenResponse =
  | { targetChange: TargetChange }
  | {
      documentChange: { document: Document; targetIds: number[]; removedTargetIds?: number[] };
    }
  | { documentDelete: DocumentLeaving }
  | { documentRemove: DocumentLeaving };

export interface DocumentLeaving {
  document: DocumentName;
  readTime: Timestamp;
  removedTargetIds: number[];
}
