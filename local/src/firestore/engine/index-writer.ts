import type { Fields } from "../protocol.ts";
import type { IndexKeys } from "./index-keys.ts";
import type { IndexStore } from "./index-store.ts";
import { isSame } from "./same-value.ts";

/** Keeps the entries in step with the documents; writes only what a change changes. */
export class IndexWriter {
  readonly #keys: IndexKeys;
  readonly #store: IndexStore;

  constructor(keys: IndexKeys, store: IndexStore) {
    this.#keys = keys;
    this.#store = store;
  }

  created(path: string, id: number, fields: Fields): void {
    for (const key of this.#keys.ofName(path)) this.#store.put(key, id);
    for (const key of this.#keys.ofFields(path, fields, null)) this.#store.put(key, id);
  }

  updated(path: string, id: number, before: Fields, after: Fields): void {
    const changed = changedNames(before, after);
    const oldKeys = new Set(this.#keys.ofFields(path, before, changed));
    for (const key of this.#keys.ofFields(path, after, changed)) {
      if (!oldKeys.delete(key)) this.#store.put(key, id);
    }
    for (const key of oldKeys) this.#store.remove(key);
  }

  deleted(path: string, fields: Fields): void {
    for (const key of this.#keys.ofName(path)) this.#store.remove(key);
    for (const key of this.#keys.ofFields(path, fields, null)) this.#store.remove(key);
  }
}

/** Top-level fields that differ. Fields that an update did not touch are the same objects. */
function changedNames(before: Fields, after: Fields): Set<string> {
  const changed = new Set<string>();
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(after, name)) changed.add(name);
    else if (before[name] !== after[name] && !isSame(before[name], after[name])) {
      changed.add(name);
    }
  }
  for (const name of Object.keys(after)) if (!Object.hasOwn(before, name)) changed.add(name);
  return changed;
}
