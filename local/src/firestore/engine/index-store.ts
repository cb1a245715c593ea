import type { DatabaseSync, StatementSync } from "node:sqlite";

/** One entry found by a scan: its key, and the row id of its document. */
export type Entry = [key: Uint8Array, document: number];

export interface KeyRange {
  /** Inclusive. */
  from: Uint8Array;
  /** Exclusive. */
  to: Uint8Array;
}

/** The index entries of all documents, in one ordered table. */
export class IndexStore {
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #ascending: StatementSync;
  readonly #descending: StatementSync;
  readonly #removeRange: StatementSync;
  readonly #countRange: StatementSync;

  constructor(database: DatabaseSync) {
    const columns = "SELECT key, document FROM index_entries WHERE key >= ? AND key < ?";
    this.#put = database.prepare("INSERT OR REPLACE INTO index_entries VALUES (?, ?)");
    this.#remove = database.prepare("DELETE FROM index_entries WHERE key = ?");
    this.#ascending = database.prepare(`${columns} ORDER BY key LIMIT ?`);
    this.#descending = database.prepare(`${columns} ORDER BY key DESC LIMIT ?`);
    this.#ascending.setReturnArrays(true);
    this.#descending.setReturnArrays(true);
    this.#removeRange = database.prepare("DELETE FROM index_entries WHERE key >= ? AND key < ?");
    this.#countRange = database.prepare(
      "SELECT count(*) AS n FROM (SELECT 1 FROM index_entries WHERE key >= ? AND key < ? LIMIT ?)",
    );
  }

  put(key: Uint8Array, document: number): void {
    this.#put.run(key, document);
  }

  remove(key: Uint8Array): void {
    this.#remove.run(key);
  }

  removeRange(range: KeyRange): void {
    this.#removeRange.run(range.from, range.to);
  }

  scan(range: KeyRange, isReverse: boolean, limit: number): Entry[] {
    const statement = isReverse ? this.#descending : this.#ascending;
    return statement.all(range.from, range.to, limit) as unknown as Entry[];
  }

  count(range: KeyRange, limit: number): number {
    return Number(this.#countRange.get(range.from, range.to, limit)?.n);
  }
}
