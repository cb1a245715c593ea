import { readDocument, UnreadableDocument } from "@handset/functions/schema/read.ts";
import { z } from "zod";
import type { CollectionQuery, Database, DatabaseError, Doc, Snapshot } from "../database.ts";

type Fields = Record<string, unknown>;

/** Firestore in memory: the queries that the dashboard makes, live. */
export class FakeDatabase implements Database {
  #documents = new Map<string, Fields>();
  #listeners = new Set<() => void>();
  #connections = new Set<(isConnected: boolean) => void>();
  /** What each path beginning with the key answers instead. */
  refusals = new Map<string, DatabaseError>();
  reads = 0;

  set(path: string, fields: Fields): void {
    this.#documents.set(path, fields);
    for (const listener of [...this.#listeners]) listener();
  }

  get(path: string): Fields | undefined {
    return this.#documents.get(path);
  }

  setConnected(isConnected: boolean): void {
    for (const listener of this.#connections) listener(isConnected);
  }

  watchCollection<S extends z.ZodType>(
    query: CollectionQuery<S>,
    watcher: Parameters<Database["watchCollection"]>[1],
  ): () => void {
    return this.#watch(query.path, watcher.error, () => watcher.next(this.#run(query)));
  }

  watchDocument<S extends z.ZodType>(
    path: string,
    schema: S,
    watcher: { next: (value: z.output<S> | null) => void; error: (error: DatabaseError) => void },
  ): () => void {
    return this.#watch(path, watcher.error, () => {
      const fields = this.#documents.get(path);
      watcher.next(fields ? readDocument(schema, path, fields) : null);
    });
  }

  async readCollection<S extends z.ZodType>(query: CollectionQuery<S>) {
    return this.#run(query);
  }

  async countCollection(
    query: Pick<CollectionQuery, "path" | "where" | "orderBy">,
  ): Promise<number> {
    return this.#matching({
      schema: z.unknown(),
      ...query,
      orderBy: [],
      limit: Number.POSITIVE_INFINITY,
    }).length;
  }

  async updateDocument(path: string, fields: Fields): Promise<void> {
    this.set(path, { ...this.#documents.get(path), ...fields });
  }

  watchConnection(_path: string, onChange: (isConnected: boolean) => void): () => void {
    this.#connections.add(onChange);
    onChange(true);
    return () => this.#connections.delete(onChange);
  }

  async reconnect(): Promise<void> {
    this.setConnected(true);
  }

  #watch(path: string, onError: (error: DatabaseError) => void, tell: () => void): () => void {
    let isStopped = false;
    const listener = () => {
      if (isStopped) return;
      const refusal = [...this.refusals].find(([prefix]) => path.startsWith(prefix))?.[1];
      if (refusal) onError(refusal);
      else tell();
    };
    this.#listeners.add(listener);
    queueMicrotask(listener);
    return () => {
      isStopped = true;
      this.#listeners.delete(listener);
    };
  }

  #run<S extends z.ZodType>(query: CollectionQuery<S>): Snapshot<z.output<S>> {
    const docs: Doc<z.output<S>>[] = [];
    const unreadable: UnreadableDocument[] = [];
    const matching = this.#matching(query);
    const from = query.after ? matching.findIndex(([path]) => path === query.after) + 1 : 0;
    const page = matching.slice(from, from + query.limit);
    for (const [path, fields] of page) {
      this.reads += 1;
      try {
        const data = readDocument(query.schema, path, fields);
        docs.push({ id: path.slice(path.lastIndexOf("/") + 1), data, cursor: path });
      } catch (error) {
        if (!(error instanceof UnreadableDocument)) throw error;
        unreadable.push(error);
      }
    }
    return { docs, unreadable, isCut: page.length === query.limit };
  }

  #matching(query: CollectionQuery): [string, Fields][] {
    return [...this.#documents]
      .filter(([path]) => path.slice(0, path.lastIndexOf("/")) === query.path)
      .filter(([, fields]) =>
        (query.where ?? []).every(([field, operator, value]) =>
          holds(compare(fieldOf(fields, field), value), operator),
        ),
      )
      .sort(([, a], [, b]) => {
        for (const [field, direction] of query.orderBy) {
          const order = compare(fieldOf(a, field), fieldOf(b, field));
          if (order !== 0) return direction === "asc" ? order : -order;
        }
        return 0;
      });
  }
}

function fieldOf(fields: Fields, field: string): unknown {
  return field
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null ? (value as Fields)[key] : undefined,
      fields,
    );
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

function holds(order: number, operator: string): boolean {
  switch (operator) {
    case "==":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}
