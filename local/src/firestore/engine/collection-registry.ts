import type { DatabaseSync, StatementSync } from "node:sqlite";
import { splitPath } from "./document-name.ts";

/** Stands in for the parent of a collection group; no document is called so, for it has one segment. */
const GROUPS = "*";

const CACHE_SIZE_MAX = 50_000;

/** Small numbers that stand for collections and collection groups in index keys. */
export class CollectionRegistry {
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #childIds: StatementSync;
  readonly #ofGroup: StatementSync;
  readonly #below: StatementSync;
  #cache = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#find = database.prepare("SELECT id FROM collections WHERE path = ?");
    this.#add = database.prepare(
      "INSERT INTO collections (path, collection_id, parent) VALUES (?, ?, ?)",
    );
    this.#childIds = database.prepare(
      "SELECT collection_id, path FROM collections WHERE parent = ? ORDER BY collection_id",
    );
    this.#ofGroup = database.prepare(
      "SELECT path FROM collections WHERE collection_id = ? AND parent <> '*'",
    );
    this.#below = database.prepare(
      "SELECT path FROM collections WHERE parent >= ? AND parent < ? ORDER BY parent",
    );
  }

  /** Null when nothing was ever stored in it. */
  find(path: string): number | null {
    const known = this.#cache.get(path);
    if (known !== undefined) return known;
    const row = this.#find.get(path);
    return row === undefined ? null : this.#remember(path, Number(row.id));
  }

  /** Only inside a group commit. */
  findOrAdd(path: string, collectionId: string, parent: string): number {
    const id = this.find(path);
    if (id !== null) return id;
    this.#addAbove(parent);
    return this.#remember(path, Number(this.#add.run(path, collectionId, parent).lastInsertRowid));
  }

  /** A document that is missing shows in its collection while something is below it. */
  #addAbove(parent: string): void {
    if (parent === "" || parent === GROUPS) return;
    const above = splitPath(parent);
    this.findOrAdd(above.collection, above.collectionId, above.parent);
  }

  findGroup(collectionId: string): number | null {
    return this.find(`${GROUPS}/${collectionId}`);
  }

  findOrAddGroup(collectionId: string): number {
    return this.findOrAdd(`${GROUPS}/${collectionId}`, collectionId, GROUPS);
  }

  /** Collections right below a document (or the root, `""`), some of which may hold nothing any more. */
  children(parent: string): { collectionId: string; path: string }[] {
    return this.#childIds
      .all(parent)
      .map((row) => ({ collectionId: String(row.collection_id), path: String(row.path) }));
  }

  /** Paths of all collections with this id. */
  ofGroup(collectionId: string): string[] {
    return this.#ofGroup.all(collectionId).map((row) => String(row.path));
  }

  /** Paths of all collections somewhere below the documents of a collection. */
  below(collection: string): string[] {
    return this.#below.all(`${collection}/`, `${collection}0`).map((row) => String(row.path));
  }

  forget(): void {
    this.#cache = new Map();
  }

  #remember(path: string, id: number): number {
    if (this.#cache.size >= CACHE_SIZE_MAX) this.#cache.clear();
    this.#cache.set(path, id);
    return id;
  }
}
