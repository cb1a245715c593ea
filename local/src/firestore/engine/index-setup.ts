import type { DatabaseSync } from "node:sqlite";
import type { CollectionRegistry } from "./collection-registry.ts";
import type { DocumentStore, Stored } from "./document-store.ts";
import type { IndexCatalog } from "./index-catalog.ts";
import { compositePrefix, fieldKindPrefixes, IndexKeys } from "./index-keys.ts";
import type { IndexStore } from "./index-store.ts";
import { afterPrefix } from "./value-key.ts";

/** To be raised whenever keys are written differently: every entry is then written anew. */
const KEY_FORMAT = "1";
/** Stands for the key format among the collection groups, none of which has an empty id. */
const FORMAT_ROW = "";

interface SetupParts {
  database: DatabaseSync;
  catalog: IndexCatalog;
  registry: CollectionRegistry;
  documents: DocumentStore;
  entries: IndexStore;
}

/** What the entries on disk were written for. */
interface Written {
  composites: Map<string, number>;
  fingerprints: Map<string, string>;
}

/** Brings the entries in step with the configuration: drops what it no longer has, fills what is new. */
export function setUpIndexes(parts: SetupParts): ReadonlyMap<string, number> {
  const { database, entries } = parts;
  const written = readWritten(database);
  if (isInStep(parts.catalog, written)) return written.composites;
  database.exec("BEGIN IMMEDIATE");
  try {
    entries.settle();
    if (written.fingerprints.get(FORMAT_ROW) !== KEY_FORMAT) rewriteAll(parts, written);
    const ids = setUpComposites(parts, written.composites);
    setUpFieldRules(parts, written.fingerprints);
    database.exec("COMMIT");
    return ids;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function readWritten(database: DatabaseSync): Written {
  const composites = database.prepare("SELECT definition, id FROM composite_indexes").all();
  const rows = database.prepare("SELECT collection_group, fingerprint FROM index_fingerprints");
  return {
    composites: new Map(composites.map((row) => [String(row.definition), Number(row.id)])),
    fingerprints: new Map(
      rows.all().map((row) => [String(row.collection_group), String(row.fingerprint)]),
    ),
  };
}

function isInStep(catalog: IndexCatalog, { composites, fingerprints }: Written): boolean {
  const definitions = new Set(catalog.composites.map((index) => index.text));
  const wanted = wantedFingerprints(catalog);
  return (
    definitions.size === composites.size &&
    [...definitions].every((text) => composites.has(text)) &&
    wanted.size === fingerprints.size &&
    [...wanted].every(([group, fingerprint]) => fingerprints.get(group) === fingerprint)
  );
}

function wantedFingerprints(catalog: IndexCatalog): Map<string, string> {
  return new Map([[FORMAT_ROW, KEY_FORMAT], ...catalog.fingerprints()]);
}

/** Names and single fields of every document; afterwards only composite indexes are missing. */
function rewriteAll(parts: SetupParts, written: Written): void {
  const { database, catalog, registry, documents, entries } = parts;
  entries.clear();
  entries.keep();
  database.exec("DELETE FROM composite_indexes; DELETE FROM index_fingerprints");
  written.composites.clear();
  written.fingerprints.clear();
  const keys = new IndexKeys(catalog, registry, new Map());
  for (const path of documents.pathsBelow("")) {
    const stored = documents.get(path);
    if (stored === null) continue;
    for (const key of keys.ofName(path)) entries.putInTable(key, stored.id);
    for (const key of keys.ofFields(path, stored.document.fields, null)) {
      entries.putInTable(key, stored.id);
    }
  }
  const save = database.prepare("INSERT INTO index_fingerprints VALUES (?, ?)");
  for (const [group, fingerprint] of wantedFingerprints(catalog)) {
    save.run(group, fingerprint);
    written.fingerprints.set(group, fingerprint);
  }
}

function setUpComposites(parts: SetupParts, written: Map<string, number>): Map<string, number> {
  const { database, catalog, registry, entries } = parts;
  const ids = new Map<string, number>();
  const wanted = new Set(catalog.composites.map((index) => index.text));
  const remove = database.prepare("DELETE FROM composite_indexes WHERE id = ?");
  for (const [text, id] of written) {
    if (wanted.has(text)) {
      ids.set(text, id);
      continue;
    }
    removePrefix(entries, compositePrefix(id));
    remove.run(id);
  }
  const add = database.prepare("INSERT INTO composite_indexes (definition) VALUES (?)");
  for (const { text, collectionGroup } of catalog.composites) {
    if (ids.has(text)) continue;
    const id = Number(add.run(text).lastInsertRowid);
    const keys = new IndexKeys(catalog, registry, new Map([[text, id]]));
    fill(parts, collectionGroup, (path, { document }) => keys.ofComposites(path, document.fields));
    ids.set(text, id);
  }
  return ids;
}

function setUpFieldRules(parts: SetupParts, written: Map<string, string>): void {
  const { database, catalog, registry, entries } = parts;
  const wanted = wantedFingerprints(catalog);
  const remove = database.prepare("DELETE FROM index_fingerprints WHERE collection_group = ?");
  const save = database.prepare("INSERT INTO index_fingerprints VALUES (?, ?)");
  const keys = new IndexKeys(catalog, registry, new Map());
  for (const group of new Set([...written.keys(), ...wanted.keys()])) {
    const fingerprint = wanted.get(group);
    if (written.get(group) === fingerprint) continue;
    const collections = registry.ofGroup(group).map((path) => registry.find(path));
    for (const scope of [registry.findGroup(group), ...collections]) {
      const prefixes = scope === null ? [] : fieldKindPrefixes(scope);
      for (const prefix of prefixes) removePrefix(entries, prefix);
    }
    fill(parts, group, (path, { document }) => keys.ofFields(path, document.fields, null));
    remove.run(group);
    if (fingerprint !== undefined) save.run(group, fingerprint);
  }
}

function removePrefix(entries: IndexStore, prefix: string): void {
  entries.removeRange({ from: prefix, to: afterPrefix(prefix) });
}

function fill(
  { registry, documents, entries }: SetupParts,
  group: string,
  keysOf: (path: string, stored: Stored) => string[],
): void {
  for (const collection of registry.ofGroup(group)) {
    for (const path of documents.pathsIn(collection)) {
      const stored = documents.get(path);
      if (stored === null) continue;
      for (const key of keysOf(path, stored)) entries.putInTable(key, stored.id);
    }
  }
}
