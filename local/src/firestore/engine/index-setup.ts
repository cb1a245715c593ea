import type { DatabaseSync } from "node:sqlite";
import type { CollectionRegistry } from "./collection-registry.ts";
import type { DocumentStore } from "./document-store.ts";
import type { IndexCatalog } from "./index-catalog.ts";
import { compositePrefix, fieldKindPrefixes, IndexKeys } from "./index-keys.ts";
import type { IndexStore } from "./index-store.ts";
import { afterPrefix } from "./value-key.ts";

interface SetupParts {
  database: DatabaseSync;
  catalog: IndexCatalog;
  registry: CollectionRegistry;
  documents: DocumentStore;
  entries: IndexStore;
}

/** Brings the entries in step with the configuration: drops what it no longer has, fills what is new. */
export function setUpIndexes(parts: SetupParts): ReadonlyMap<string, number> {
  const { database } = parts;
  database.exec("BEGIN IMMEDIATE");
  try {
    parts.entries.settle();
    const ids = setUpComposites(parts);
    setUpFieldRules(parts);
    parts.entries.settle();
    parts.entries.keep();
    database.exec("COMMIT");
    return ids;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function setUpComposites(parts: SetupParts): ReadonlyMap<string, number> {
  const { database, catalog, entries } = parts;
  const ids = new Map<string, number>();
  const wanted = new Set(catalog.composites.map((index) => index.text));
  for (const row of database.prepare("SELECT id, definition FROM composite_indexes").all()) {
    const id = Number(row.id);
    if (wanted.has(String(row.definition))) {
      ids.set(String(row.definition), id);
      continue;
    }
    const prefix = compositePrefix(id);
    entries.removeRange({ from: prefix, to: afterPrefix(prefix) });
    database.prepare("DELETE FROM composite_indexes WHERE id = ?").run(id);
  }
  const add = database.prepare("INSERT INTO composite_indexes (definition) VALUES (?)");
  for (const index of catalog.composites) {
    if (ids.has(index.text)) continue;
    const added = new Map([[index.text, Number(add.run(index.text).lastInsertRowid)]]);
    fill(parts, new IndexKeys(catalog, parts.registry, added), index.collectionGroup, "composite");
    for (const [text, id] of added) ids.set(text, id);
  }
  return ids;
}

function setUpFieldRules(parts: SetupParts): void {
  const { database, catalog, registry, entries } = parts;
  const rows = database
    .prepare("SELECT collection_group, fingerprint FROM index_fingerprints")
    .all();
  const stored = new Map(
    rows.map((row) => [String(row.collection_group), String(row.fingerprint)]),
  );
  const wanted = catalog.fingerprints();
  const remove = database.prepare("DELETE FROM index_fingerprints WHERE collection_group = ?");
  const save = database.prepare("INSERT INTO index_fingerprints VALUES (?, ?)");
  for (const group of new Set([...stored.keys(), ...wanted.keys()])) {
    const fingerprint = wanted.get(group);
    if (stored.get(group) === fingerprint) continue;
    const scopes = [
      registry.findGroup(group),
      ...registry.ofGroup(group).map((p) => registry.find(p)),
    ];
    for (const prefix of scopes.flatMap((scope) =>
      scope === null ? [] : fieldKindPrefixes(scope),
    )) {
      entries.removeRange({ from: prefix, to: afterPrefix(prefix) });
    }
    fill(parts, new IndexKeys(catalog, registry, new Map()), group, "field");
    remove.run(group);
    if (fingerprint !== undefined) save.run(group, fingerprint);
  }
}

/** `keys` knows only the composite indexes that are to be filled. */
function fill(
  parts: SetupParts,
  keys: IndexKeys,
  group: string,
  what: "field" | "composite",
): void {
  for (const collection of parts.registry.ofGroup(group)) {
    for (const path of parts.documents.pathsIn(collection)) {
      const stored = parts.documents.get(path);
      if (stored === null) continue;
      const { fields } = stored.document;
      const found =
        what === "field" ? keys.ofFields(path, fields, null) : keys.ofComposites(path, fields);
      for (const key of found) parts.entries.put(key, stored.id);
    }
  }
}
