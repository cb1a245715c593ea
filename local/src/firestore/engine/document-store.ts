import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Document, Fields, Timestamp } from "../protocol.ts";

/** A document with its row. Shared between all who read it: nobody may change it. */
export interface Stored {
  id: number;
  path: string;
  document: Document;
  /** Length of the stored text, the measure of the cache. */
  size: number;
}

const CACHED_CHARACTERS_MAX = 16 * 1024 * 1024;

/** Documents as JSON text by name, with the parsed ones that were used last kept at hand. */
export class DocumentStore {
  readonly #root: string;
  readonly #byName: StatementSync;
  readonly #byId: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #between: StatementSync;
  /** Two generations: what is used moves to the young one, and a full young one replaces the old one. */
  #young = new Map<string, Stored>();
  #old = new Map<string, Stored>();
  #pathsById = new Map<number, string>();
  #oldPathsById = new Map<number, string>();
  #youngSize = 0;

  constructor(database: DatabaseSync, root: string) {
    this.#root = root;
    const columns = "id, name, fields, create_time, update_time";
    this.#byName = database.prepare(`SELECT ${columns} FROM documents WHERE name = ?`);
    this.#byId = database.prepare(`SELECT ${columns} FROM documents WHERE id = ?`);
    this.#insert = database.prepare(
      "INSERT INTO documents (name, fields, create_time, update_time) VALUES (?, ?, ?, ?)",
    );
    this.#update = database.prepare(
      "UPDATE documents SET fields = ?, create_time = ?, update_time = ? WHERE id = ?",
    );
    this.#delete = database.prepare("DELETE FROM documents WHERE id = ?");
    this.#between = database.prepare("SELECT name FROM documents WHERE name >= ? AND name < ?");
  }

  get(path: string): Stored | null {
    const young = this.#young.get(path);
    if (young !== undefined) return young;
    const old = this.#old.get(path);
    if (old !== undefined) return this.#remember(old);
    return this.#parse(this.#byName.get(path));
  }

  getById(id: number): Stored | null {
    const path = this.#pathsById.get(id) ?? this.#oldPathsById.get(id);
    return path === undefined ? this.#parse(this.#byId.get(id)) : this.get(path);
  }

  /** Paths of the documents below a collection or document, at any depth; all of them for `""`. Unordered. */
  pathsBelow(path: string): string[] {
    const rows =
      path === "" ? this.#between.all("", "\u{10ffff}") : this.#between.all(`${path}/`, `${path}0`);
    return rows.map((row) => String(row.name));
  }

  /** Paths of the documents of one collection. Unordered. */
  pathsIn(collection: string): string[] {
    const start = collection.length + 1;
    return this.pathsBelow(collection).filter((path) => !path.includes("/", start));
  }

  /** Only inside a group commit. `text` is the JSON of `fields`. */
  put(path: string, id: number | null, text: string, document: Document): Stored {
    const { createTime, updateTime } = document;
    if (id === null) {
      const row = this.#insert.run(path, text, createTime, updateTime).lastInsertRowid;
      return this.#remember({ id: Number(row), path, document, size: text.length });
    }
    this.#update.run(text, createTime, updateTime, id);
    return this.#remember({ id, path, document, size: text.length });
  }

  /** Only inside a group commit. */
  delete(stored: Stored): void {
    this.#delete.run(stored.id);
    this.#young.delete(stored.path);
    this.#old.delete(stored.path);
    this.#pathsById.delete(stored.id);
    this.#oldPathsById.delete(stored.id);
  }

  forget(): void {
    this.#young = new Map();
    this.#old = new Map();
    this.#pathsById = new Map();
    this.#oldPathsById = new Map();
    this.#youngSize = 0;
  }

  #parse(row: Record<string, unknown> | undefined): Stored | null {
    if (row === undefined) return null;
    const path = String(row.name);
    const text = String(row.fields);
    const document = {
      name: `${this.#root}/${path}`,
      fields: JSON.parse(text) as Fields,
      createTime: String(row.create_time) as Timestamp,
      updateTime: String(row.update_time) as Timestamp,
    };
    return this.#remember({ id: Number(row.id), path, document, size: text.length });
  }

  #remember(stored: Stored): Stored {
    this.#youngSize += stored.size;
    if (this.#youngSize > CACHED_CHARACTERS_MAX / 2) {
      this.#old = this.#young;
      this.#oldPathsById = this.#pathsById;
      this.#young = new Map();
      this.#pathsById = new Map();
      this.#youngSize = stored.size;
    }
    this.#young.set(stored.path, stored);
    this.#pathsById.set(stored.id, stored.path);
    return stored;
  }
}
