import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Entry, KeyRange } from "./index-store.ts";

/** The bulk of the entries, in one ordered table. Writes only inside a SQL transaction. */
export class IndexTable {
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #ascending: StatementSync;
  readonly #descending: StatementSync;
  readonly #removeRange: StatementSync;

  constructor(database: DatabaseSync) {
    const columns = "SELECT key, document FROM index_entries WHERE key >= ? AND key < ?";
    this.#put = database.prepare("INSERT OR REPLACE INTO index_entries VALUES (?, ?)");
    this.#remove = database.prepare("DELETE FROM index_entries WHERE key = ?");
    this.#ascending = database.prepare(`${columns} ORDER BY key LIMIT ?`);
    this.#descending = database.prepare(`${columns} ORDER BY key DESC LIMIT ?`);
    this.#ascending.setReturnArrays(true);
    this.#descending.setReturnArrays(true);
    this.#removeRange = database.prepare("DELETE FROM index_entries WHERE key >= ? AND key < ?");
  }

  /** A document of 0 removes the key. */
  set(key: string, document: number): void {
    if (document === 0) this.#remove.run(bytes(key));
    else this.#put.run(bytes(key), document);
  }

  removeRange({ from, to }: KeyRange): void {
    this.#removeRange.run(bytes(from), bytes(to));
  }

  scan({ from, to }: KeyRange, isReverse: boolean, limit: number): Entry[] {
    const statement = isReverse ? this.#descending : this.#ascending;
    const rows = statement.all(bytes(from), bytes(to), limit) as unknown as [Uint8Array, number][];
    return rows.map(([key, document]) => [text(key), document]);
  }
}

function bytes(key: string): Buffer {
  return Buffer.from(key, "latin1");
}

function text(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
}
