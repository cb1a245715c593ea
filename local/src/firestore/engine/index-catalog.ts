import type { IndexConfiguration } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import { DOCUMENT_ID, type FieldPath, formatFieldPath, parseFieldPath } from "./field-path.ts";

export type Scope = "COLLECTION" | "COLLECTION_GROUP";
export type FieldMode = "ASCENDING" | "DESCENDING" | "CONTAINS";

export interface CompositeIndex {
  /** Stable text of the definition; the identity of the index. */
  text: string;
  collectionGroup: string;
  scope: Scope;
  /** Without the document name, which every index ends with. */
  fields: { path: FieldPath; text: string; mode: FieldMode }[];
  nameMode: "ASCENDING" | "DESCENDING";
}

/** Which single-field indexes one field of one collection group has. */
export type FieldRule = ReadonlySet<`${Scope}:${FieldMode}`>;

const AUTOMATIC: FieldRule = new Set([
  "COLLECTION:ASCENDING",
  "COLLECTION:DESCENDING",
  "COLLECTION:CONTAINS",
] as const);

const RULE_CACHE_SIZE_MAX = 10_000;

/** The indexes of the database, as `firestore.indexes.json` and the automatic ones define them. */
export class IndexCatalog {
  /** Without a configuration nothing is refused: what has no index is scanned. */
  readonly isEnforced: boolean;
  readonly composites: CompositeIndex[];
  readonly #compositesByGroup = new Map<string, CompositeIndex[]>();
  readonly #overrides = new Map<string, Map<string, FieldRule>>();
  readonly #ruleCache = new Map<string, FieldRule>();

  constructor(configuration: IndexConfiguration | undefined) {
    this.isEnforced = configuration !== undefined;
    this.composites = (configuration?.indexes ?? []).map(toComposite);
    for (const index of this.composites) {
      const group = this.#compositesByGroup.get(index.collectionGroup) ?? [];
      group.push(index);
      this.#compositesByGroup.set(index.collectionGroup, group);
    }
    for (const override of configuration?.fieldOverrides ?? []) {
      const rule = new Set(
        override.indexes.map(
          (index) => `${index.queryScope ?? "COLLECTION"}:${modeOf(index)}` as const,
        ),
      );
      const group = this.#overrides.get(override.collectionGroup) ?? new Map<string, FieldRule>();
      const isWildcard = override.fieldPath === "*";
      group.set(isWildcard ? "*" : formatFieldPath(parseFieldPath(override.fieldPath)), rule);
      this.#overrides.set(override.collectionGroup, group);
    }
  }

  compositesOf(collectionId: string): readonly CompositeIndex[] {
    return this.#compositesByGroup.get(collectionId) ?? [];
  }

  /** The override of the field, else of the nearest map around it, else of all fields of the group, else automatic. */
  ruleOf(collectionId: string, path: FieldPath, text: string): FieldRule {
    const overrides = this.#overrides.get(collectionId);
    if (overrides === undefined) return AUTOMATIC;
    const key = `${collectionId}/${text}`;
    const known = this.#ruleCache.get(key);
    if (known) return known;
    let rule = overrides.get("*") ?? AUTOMATIC;
    for (let length = path.length; length > 0; length--) {
      const found = overrides.get(formatFieldPath(path.slice(0, length)));
      if (found === undefined) continue;
      rule = found;
      break;
    }
    if (this.#ruleCache.size >= RULE_CACHE_SIZE_MAX) this.#ruleCache.clear();
    this.#ruleCache.set(key, rule);
    return rule;
  }

  /** Text per collection group that changes whenever its single-field entries must be written anew. */
  fingerprints(): Map<string, string> {
    return new Map(
      [...this.#overrides].map(([group, overrides]) => {
        const rules = [...overrides].map(([field, rule]) => [field, [...rule].sort()]).sort();
        return [group, JSON.stringify(rules)];
      }),
    );
  }
}

function toComposite(entry: IndexConfiguration["indexes"][number]): CompositeIndex {
  const fields = entry.fields.map((field) => {
    const path = parseFieldPath(field.fieldPath);
    return { path, text: formatFieldPath(path), mode: modeOf(field) };
  });
  const last = fields.at(-1);
  const isNamed = last?.text === DOCUMENT_ID;
  if (isNamed) fields.pop();
  const tail = isNamed ? last?.mode : fields.at(-1)?.mode;
  const nameMode = tail === "DESCENDING" ? "DESCENDING" : "ASCENDING";
  const scope = entry.queryScope ?? "COLLECTION";
  const text = [
    entry.collectionGroup,
    scope,
    ...fields.map((field) => `${field.text} ${field.mode}`),
    `${DOCUMENT_ID} ${nameMode}`,
  ].join(", ");
  return { text, collectionGroup: entry.collectionGroup, scope, fields, nameMode };
}

function modeOf(field: { order?: string; arrayConfig?: string }): FieldMode {
  if (field.arrayConfig === "CONTAINS") return "CONTAINS";
  if (field.order === "ASCENDING" || field.order === "DESCENDING") return field.order;
  throw new FirestoreError(
    "INVALID_ARGUMENT",
    `((firestore.indexes.json: an index field needs "order" or "arrayConfig", not ${JSON.stringify(field)}))`,
  );
}
