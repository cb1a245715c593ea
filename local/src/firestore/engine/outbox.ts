import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Storage } from "../../storage.ts";
import type { OutboxEntry, OutboxSource } from "../engine.ts";
import type { DocumentChange } from "../protocol.ts";

type Capture = (change: DocumentChange, source: OutboxSource) => unknown[];

/** Rows that a commit leaves for others to work off; they are stored and removed with commits. */
export class Outbox {
  readonly #storage: Storage;
  readonly #add: StatementSync;
  readonly #read: StatementSync;
  readonly #remove: StatementSync;
  #capture: Capture | null = null;
  /** Rows to be removed with the next group. */
  #removal: number[] | null = null;
  /** The first row of the group that is on its way to the disk. */
  #unsyncedId = Number.MAX_SAFE_INTEGER;

  constructor(storage: Storage) {
    const database: DatabaseSync = storage.database;
    this.#storage = storage;
    this.#add = database.prepare("INSERT INTO outbox (body) VALUES (?)");
    this.#read = database.prepare(
      "SELECT id, body FROM outbox WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
    );
    this.#remove = database.prepare("DELETE FROM outbox WHERE id = ?");
    const forget = () => {
      this.#unsyncedId = Number.MAX_SAFE_INTEGER;
    };
    storage.join({ afterSync: forget, afterRollback: forget });
  }

  install(capture: Capture): void {
    if (this.#capture !== null) throw new Error("The engine has an outbox capturer already.");
    this.#capture = capture;
  }

  /** The rows that these changes cause, as they will be stored. */
  rowsOf(changes: DocumentChange[], version: number, commitTime: string): string[] {
    const capture = this.#capture;
    if (capture === null) return [];
    return changes.flatMap((change, index) =>
      capture(change, { version, index, commitTime }).map((body) => JSON.stringify(body)),
    );
  }

  /** Only inside a group commit. */
  add(rows: string[]): void {
    for (const row of rows) {
      const id = Number(this.#add.run(row).lastInsertRowid);
      this.#unsyncedId = Math.min(this.#unsyncedId, id);
    }
  }

  /** Rows that are on disk. */
  read(afterId: number, limit: number): OutboxEntry[] {
    return this.#read
      .all(afterId, this.#unsyncedId, limit)
      .map((row) => ({ id: Number(row.id), body: JSON.parse(String(row.body)) as unknown }));
  }

  /** A removal that does not reach the disk is made good by a second delivery. What is removed before the next group is one job of it. */
  remove(ids: number[]): void {
    if (this.#removal !== null) {
      this.#removal.push(...ids);
      return;
    }
    const removal = [...ids];
    this.#removal = removal;
    const removed = this.#storage.write(() => {
      if (this.#removal === removal) this.#removal = null;
      for (const id of removal) this.#remove.run(id);
    });
    removed.catch((error) => process.emitWarning(`Outbox rows were not removed: ${error}`));
  }
}
