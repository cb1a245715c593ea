import { FirestoreError } from "../errors.ts";
import type { Fields, Value } from "../protocol.ts";
import type { CollectionRegistry } from "./collection-registry.ts";
import { type PathParts, splitPath } from "./document-name.ts";
import { formatFieldPath, getField } from "./field-path.ts";
import type { CompositeIndex, FieldRule, IndexCatalog } from "./index-catalog.ts";
import { KeyWriter } from "./value-key.ts";
import { vectorOf } from "./value-order.ts";

/** First byte of every key. */
const KIND = { name: 1, field: 2, contains: 3, composite: 4 } as const;

const KEYS_MAX = 40_000;
const KNOWN_FIELDS_MAX = 20_000;

/** One field of one collection group: its rule, looked up once. */
interface KnownField {
  path: string[];
  text: string;
  rule: FieldRule;
  children: Map<string, KnownField>;
}

interface Scopes {
  collection: number;
  group: number;
}

const writer = new KeyWriter();

/** Start of the keys that list the documents of a collection or group by name. */
export function namePrefix(scope: number): string {
  return writer.reset().byte(KIND.name).count(scope).take();
}

export function fieldPrefix(scope: number, field: string, isContains: boolean): string {
  const kind = isContains ? KIND.contains : KIND.field;
  return writer.reset().byte(kind).count(scope).text(field).take();
}

/** The starts of all keys of single fields in a scope. */
export function fieldKindPrefixes(scope: number): string[] {
  return [KIND.field, KIND.contains].map((kind) => writer.reset().byte(kind).count(scope).take());
}

/** Without a scope: the start of all keys of the index. */
export function compositePrefix(index: number, scope?: number): string {
  writer.reset().byte(KIND.composite).count(index);
  return (scope === undefined ? writer : writer.count(scope)).take();
}

/** The keys under which a document stands in the indexes. */
export class IndexKeys {
  readonly #catalog: IndexCatalog;
  readonly #registry: CollectionRegistry;
  readonly #compositeIds: ReadonlyMap<string, number>;
  #known = new Map<string, KnownField>();
  #knownCount = 0;
  #keys: string[] = [];

  constructor(
    catalog: IndexCatalog,
    registry: CollectionRegistry,
    compositeIds: ReadonlyMap<string, number>,
  ) {
    this.#catalog = catalog;
    this.#registry = registry;
    this.#compositeIds = compositeIds;
  }

  ofName(path: string): string[] {
    const parts = splitPath(path);
    const scopes = this.#scopesOf(parts);
    return [
      writer.reset().byte(KIND.name).count(scopes.collection).id(parts.id).take(),
      writer.reset().byte(KIND.name).count(scopes.group).path(path).take(),
    ];
  }

  /** `changed` narrows the keys to those that these top-level fields have a part in. */
  ofFields(path: string, fields: Fields, changed: ReadonlySet<string> | null): string[] {
    const parts = splitPath(path);
    const scopes = this.#scopesOf(parts);
    this.#keys = [];
    const root = this.#knownRoot(parts.collectionId);
    for (const name of changed ?? Object.keys(fields)) {
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (value !== undefined) this.#addField(parts, path, scopes, root, name, value);
    }
    this.#addComposites(parts, path, scopes, fields, changed);
    return this.#taken();
  }

  ofComposites(path: string, fields: Fields): string[] {
    const parts = splitPath(path);
    this.#keys = [];
    this.#addComposites(parts, path, this.#scopesOf(parts), fields, null);
    return this.#taken();
  }

  #taken(): string[] {
    if (this.#keys.length <= KEYS_MAX) return this.#keys;
    throw new FirestoreError("INVALID_ARGUMENT", "too many index entries for entity");
  }

  #addComposites(
    parts: PathParts,
    path: string,
    scopes: Scopes,
    fields: Fields,
    changed: ReadonlySet<string> | null,
  ): void {
    for (const index of this.#catalog.compositesOf(parts.collectionId)) {
      const isTouched =
        changed === null || index.fields.some((field) => changed.has(field.path[0] ?? ""));
      if (isTouched) this.#addComposite(parts, path, scopes, index, fields);
    }
  }

  #addField(
    parts: PathParts,
    path: string,
    scopes: Scopes,
    above: KnownField,
    name: string,
    value: Value,
  ): void {
    const field = above.children.get(name) ?? this.#learn(parts.collectionId, above, name);
    const { rule } = field;
    const isArray = "arrayValue" in value;
    if (rule.has("COLLECTION:ASCENDING") || rule.has("COLLECTION:DESCENDING")) {
      writer.reset().byte(KIND.field).count(scopes.collection).text(field.text);
      this.#keys.push(writer.value(value).id(parts.id).take());
    }
    if (rule.has("COLLECTION_GROUP:ASCENDING") || rule.has("COLLECTION_GROUP:DESCENDING")) {
      writer.reset().byte(KIND.field).count(scopes.group).text(field.text);
      this.#keys.push(writer.value(value).path(path).take());
    }
    if (isArray) this.#addElements(parts, path, scopes, field, value.arrayValue.values);
    if (!("mapValue" in value) || vectorOf(value) !== null) return;
    const members = value.mapValue.fields;
    for (const member of Object.keys(members)) {
      const inner = members[member];
      if (inner !== undefined) this.#addField(parts, path, scopes, field, member, inner);
    }
  }

  #addElements(
    parts: PathParts,
    path: string,
    scopes: Scopes,
    field: KnownField,
    values: Value[],
  ): void {
    const isInCollection = field.rule.has("COLLECTION:CONTAINS");
    const isInGroup = field.rule.has("COLLECTION_GROUP:CONTAINS");
    for (const value of values) {
      if (isInCollection) {
        writer.reset().byte(KIND.contains).count(scopes.collection).text(field.text);
        this.#keys.push(writer.value(value).id(parts.id).take());
      }
      if (isInGroup) {
        writer.reset().byte(KIND.contains).count(scopes.group).text(field.text);
        this.#keys.push(writer.value(value).path(path).take());
      }
    }
  }

  #addComposite(
    parts: PathParts,
    path: string,
    scopes: Scopes,
    index: CompositeIndex,
    fields: Fields,
  ): void {
    const id = this.#compositeIds.get(index.text);
    if (id === undefined) return;
    const choices: Value[][] = [];
    for (const { path: fieldPath, mode } of index.fields) {
      const value = getField(fields, fieldPath);
      if (value === undefined) return;
      if (mode !== "CONTAINS") choices.push([value]);
      else if ("arrayValue" in value) choices.push(value.arrayValue.values);
      else return;
    }
    const scope = index.scope === "COLLECTION" ? scopes.collection : scopes.group;
    writer.reset().byte(KIND.composite).count(id).count(scope);
    this.#addChoices(parts, path, index, choices, 0);
  }

  #addChoices(
    parts: PathParts,
    path: string,
    index: CompositeIndex,
    choices: Value[][],
    at: number,
  ): void {
    const start = writer.length;
    const values = choices[at];
    if (values === undefined) {
      if (index.scope === "COLLECTION") writer.id(parts.id);
      else writer.path(path);
      if (index.nameMode === "DESCENDING") writer.invertFrom(start);
      this.#keys.push(writer.take());
      writer.truncate(start);
      return;
    }
    for (const value of values) {
      writer.value(value, index.fields[at]?.mode === "DESCENDING");
      this.#addChoices(parts, path, index, choices, at + 1);
      writer.truncate(start);
    }
  }

  #scopesOf({ collection, collectionId, parent }: PathParts): Scopes {
    return {
      collection: this.#registry.findOrAdd(collection, collectionId, parent),
      group: this.#registry.findOrAddGroup(collectionId),
    };
  }

  #knownRoot(collectionId: string): KnownField {
    if (this.#knownCount > KNOWN_FIELDS_MAX) {
      this.#known = new Map();
      this.#knownCount = 0;
    }
    const known = this.#known.get(collectionId);
    if (known) return known;
    const root = { path: [], text: "", rule: new Set<never>(), children: new Map() };
    this.#known.set(collectionId, root);
    return root;
  }

  #learn(collectionId: string, above: KnownField, name: string): KnownField {
    const path = [...above.path, name];
    const text = formatFieldPath(path);
    const rule = this.#catalog.ruleOf(collectionId, path, text);
    const field = { path, text, rule, children: new Map() };
    above.children.set(name, field);
    this.#knownCount++;
    return field;
  }
}
