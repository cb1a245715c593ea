import type { Storage } from "../storage.ts";
import type {
  Caller,
  Consistency,
  Document,
  DocumentChange,
  DocumentName,
  StructuredAggregationQuery,
  StructuredQuery,
  Timestamp,
  TransactionOptions,
  Value,
  Write,
  WriteResult,
} from "./protocol.ts";

/** Documents billed, as production counts them: a query reads at least one, an aggregation one per 1,000 entries. */
export interface Counters {
  reads: number;
  writes: number;
  deletes: number;
}

/** What one commit changed. `version` grows by one a commit and survives a restart. */
export interface CommitEvent {
  version: number;
  commitTime: Timestamp;
  changes: DocumentChange[];
}

/** A row stored in the same SQL transaction as the commit that caused it, until it is removed. */
export interface OutboxEntry<T = unknown> {
  id: number;
  body: T;
}

/** Decides who may do what. Absent, only the owner may do anything. Each method throws PERMISSION_DENIED. */
export interface AccessPolicy {
  checkGet(caller: Caller, name: DocumentName, document: Document | null, read: ReadForRules): void;
  /** Proves the query permitted before it runs: rules are not filters. `parent` is a document name or the root. */
  checkList(caller: Caller, parent: string, query: StructuredQuery, read: ReadForRules): void;
  /** All writes of one commit, in order. */
  checkWrites(
    caller: Caller,
    changes: DocumentChange[],
    requestTime: Timestamp,
    read: ReadForRules,
  ): void;
}

/** How rules look at other documents: `get()` as they were, `getAfter()` as they will be. */
export interface ReadForRules {
  before(name: DocumentName): Document | null;
  after(name: DocumentName): Document | null;
}

export interface ReadResult {
  /** Present where `newTransaction` was asked for; base64. */
  transaction?: string;
  readTime: Timestamp;
}

/**
 * The database, without a wire: what each RPC of google.firestore.v1 does. Every method throws FirestoreError. Documents
 * that it hands out are shared with its cache: nobody may change them.
 */
export interface Engine {
  readonly projectId: string;
  commit(
    request: { writes: Write[]; transaction?: string },
    caller: Caller,
  ): Promise<{ writeResults: WriteResult[]; commitTime: Timestamp }>;
  batchWrite(
    request: { writes: Write[] },
    caller: Caller,
  ): Promise<{ writeResults: WriteResult[]; status: { code: number; message?: string }[] }>;
  beginTransaction(options: TransactionOptions, caller: Caller): string;
  rollback(transaction: string): void;
  batchGet(
    request: { documents: DocumentName[]; mask?: { fieldPaths: string[] } } & Consistency,
    caller: Caller,
  ): Promise<ReadResult & { found: (Document | null)[] }>;
  runQuery(
    request: { parent: string; structuredQuery: StructuredQuery } & Consistency,
    caller: Caller,
  ): Promise<ReadResult & { documents: Document[]; skippedResults?: number }>;
  runAggregationQuery(
    request: {
      parent: string;
      structuredAggregationQuery: StructuredAggregationQuery;
    } & Consistency,
    caller: Caller,
  ): Promise<ReadResult & { aggregateFields: Record<string, Value> }>;
  listDocuments(
    request: {
      parent: string;
      collectionId: string;
      pageSize?: number;
      pageToken?: string;
      orderBy?: string;
      mask?: { fieldPaths: string[] };
      showMissing?: boolean;
    },
    caller: Caller,
  ): Promise<{ documents: (Document | { name: DocumentName })[]; nextPageToken?: string }>;
  listCollectionIds(
    request: { parent: string; pageSize?: number; pageToken?: string },
    caller: Caller,
  ): Promise<{ collectionIds: string[]; nextPageToken?: string }>;

  /** Runs a query now, outside any transaction, for a live target: checks rules and indexes as `runQuery` does. */
  snapshot(
    target: { parent: string; structuredQuery: StructuredQuery } | { documents: DocumentName[] },
    caller: Caller,
  ): { documents: Document[]; readTime: Timestamp; version: number };
  /** Whether one document belongs to a query, its limit and offset aside. */
  matches(parent: string, query: StructuredQuery, document: Document): boolean;
  /** The order of a query's results. */
  compare(query: StructuredQuery, left: Document, right: Document): number;
  /** Called after the commit is durable, in commit order. Returns the way to stop. */
  onCommit(listener: (event: CommitEvent) => void): () => void;
  /** Commits after `version` while they are still kept; null when they are not, and the listener must start afresh. */
  commitsSince(version: number): CommitEvent[] | null;
  readonly version: number;

  /** Installs what turns a change into outbox rows (an empty list for most changes). One capturer an engine. */
  captureOutbox(capture: (change: DocumentChange, event: OutboxSource) => unknown[]): void;
  /** The oldest rows, by id, after `afterId`. */
  readOutbox(afterId: number, limit: number): OutboxEntry[];
  /** Removed in the next group commit; a row whose removal was lost is delivered again. */
  removeFromOutbox(ids: number[]): void;

  /** The composite indexes of the configuration, and whether any query was answered from each since the start. */
  usedIndexes(): { definition: string; isUsed: boolean }[];
  readonly counters: Counters;
  resetCounters(): void;
  /** Deletes every document, for tests. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface OutboxSource {
  version: number;
  /** Position of the change in its commit: with `version`, a name that never comes twice. */
  index: number;
  commitTime: Timestamp;
}

export interface EngineOptions {
  storage: Storage;
  projectId: string;
  /** The parsed `firestore.indexes.json`; queries that production would refuse for want of an entry are refused. */
  indexes?: IndexConfiguration;
  accessPolicy?: AccessPolicy;
  /** Milliseconds since the epoch; tests turn it. */
  now?: () => number;
  /** How long a transaction's read waits for another transaction before it goes on without a lock. Default 500. */
  lockPatienceMs?: number;
  /** How long a commit waits for documents that transactions hold before it is ABORTED. Default 10,000. */
  lockTimeoutMs?: number;
}

/** `firestore.indexes.json`, as the Firebase CLI reads it. */
export interface IndexConfiguration {
  indexes: {
    collectionGroup: string;
    queryScope: "COLLECTION" | "COLLECTION_GROUP";
    fields: { fieldPath: string; order?: "ASCENDING" | "DESCENDING"; arrayConfig?: "CONTAINS" }[];
  }[];
  fieldOverrides?: {
    collectionGroup: string;
    fieldPath: string;
    ttl?: boolean;
    indexes: {
      order?: "ASCENDING" | "DESCENDING";
      arrayConfig?: "CONTAINS";
      queryScope: "COLLECTION" | "COLLECTION_GROUP";
    }[];
  }[];
}

export { createEngine } from "./engine/create-engine.ts";
