import type { UnreadableDocument } from "@handset/functions/schema/read.ts";
import type { z } from "zod";

/** What the dashboard asks of Firestore; `firestore.ts` answers it, and a fake in tests. */
export type Operator = "==" | "<" | "<=" | ">" | ">=";
export type Filter = readonly [field: string, operator: Operator, value: unknown];
export type Order = readonly [field: string, direction: "asc" | "desc"];

export interface CollectionQuery<S extends z.ZodType = z.ZodType> {
  path: string;
  schema: S;
  where?: readonly Filter[];
  orderBy: readonly Order[];
  limit: number;
  /** The `cursor` of the document to go on after. */
  after?: unknown;
}

export interface Doc<T> {
  id: string;
  data: T;
  cursor: unknown;
}

export interface Snapshot<T> {
  docs: readonly Doc<T>[];
  unreadable: readonly UnreadableDocument[];
  /** The limit was reached: there may be more. */
  isCut: boolean;
}

export interface DatabaseError {
  code: "permission-denied" | "failed-precondition" | "unavailable" | "unreadable" | "unknown";
  detail: string;
}

export interface Watcher<T> {
  next: (value: T) => void;
  error: (error: DatabaseError) => void;
}

export const COUNT_MAX = 1000;
/** What the rules let one query read. */
export const LIMIT_MAX = 1000;

/** The next, longer list: it reads anew what the shorter one had, so it doubles rather than creeps. */
export const longer = (limit: number): number => Math.min(limit * 2, LIMIT_MAX);

export interface Database {
  watchCollection<S extends z.ZodType>(
    query: CollectionQuery<S>,
    watcher: Watcher<Snapshot<z.output<S>>>,
  ): () => void;
  watchDocument<S extends z.ZodType>(
    path: string,
    schema: S,
    watcher: Watcher<z.output<S> | null>,
  ): () => void;
  readCollection<S extends z.ZodType>(query: CollectionQuery<S>): Promise<Snapshot<z.output<S>>>;
  /** Up to `COUNT_MAX`, which stands for "that many or more". */
  countCollection(query: Pick<CollectionQuery, "path" | "where" | "orderBy">): Promise<number>;
  updateDocument(path: string, fields: Record<string, unknown>): Promise<void>;
  /** Whether what is shown comes from the server; told once at the start and with each change. */
  watchConnection(path: string, onChange: (isConnected: boolean) => void): () => void;
  /** Tries to connect at once rather than when the next attempt is due. */
  reconnect(): Promise<void>;
}
