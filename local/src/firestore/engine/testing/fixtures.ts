import { openStorage, type Storage } from "../../../storage.ts";
import { type AccessPolicy, createEngine, type Engine, type EngineOptions } from "../../engine.ts";
import { FirestoreError } from "../../errors.ts";
import type {
  Caller,
  Document,
  FieldOperator,
  Fields,
  Filter,
  Order,
  Precondition,
  StructuredQuery,
  Value,
  Write,
} from "../../protocol.ts";
import { type Entry, IndexStore } from "../index-store.ts";

export const OWNER: Caller = { kind: "owner" };
export const ROOT = "projects/demo/databases/(default)/documents";
/** Every document of the collection that tests write to. */
export const ALL: StructuredQuery = { from: [{ collectionId: "c" }] };

type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain } | Value;

const KINDS =
  /^(null|boolean|integer|double|timestamp|string|bytes|reference|geoPoint|array|map)(Value)$/;

/** Plain JSON as values: whole numbers are integers, and what is a value already stays. */
export function toValue(plain: Plain): Value {
  if (plain === null) return { nullValue: "NULL_VALUE" };
  if (typeof plain === "boolean") return { booleanValue: plain };
  if (typeof plain === "string") return { stringValue: plain };
  if (typeof plain === "number") {
    return Number.isInteger(plain) ? { integerValue: String(plain) } : { doubleValue: plain };
  }
  if (Array.isArray(plain)) return { arrayValue: { values: plain.map(toValue) } };
  const names = Object.keys(plain);
  if (names.length === 1 && KINDS.test(names[0] ?? "")) return plain as Value;
  return { mapValue: { fields: toFields(plain as Record<string, Plain>) } };
}

export function toFields(plain: Record<string, Plain>): Fields {
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, toValue(value)]));
}

export function nameOf(path: string): string {
  return `${ROOT}/${path}`;
}

export function put(path: string, plain: Record<string, Plain>): Write {
  return { update: { name: nameOf(path), fields: toFields(plain) } };
}

export function update(path: string, fields: Fields, currentDocument?: Precondition): Write {
  return { update: { name: nameOf(path), fields }, ...(currentDocument && { currentDocument }) };
}

export function where(fieldPath: string, op: FieldOperator, value: Plain): Filter {
  return { fieldFilter: { field: { fieldPath }, op, value: toValue(value) } };
}

export function and(...filters: Filter[]): Filter {
  return { compositeFilter: { op: "AND", filters } };
}

export function or(...filters: Filter[]): Filter {
  return { compositeFilter: { op: "OR", filters } };
}

export function ascending(fieldPath: string): Order {
  return { field: { fieldPath }, direction: "ASCENDING" };
}

export function descending(fieldPath: string): Order {
  return { field: { fieldPath }, direction: "DESCENDING" };
}

export interface Bench {
  engine: Engine;
  storage: Storage;
  commit(...writes: Write[]): Promise<string>;
  get(path: string): Promise<Document | null>;
  /** Ids of the results. */
  ids(
    query: Partial<StructuredQuery> & { collection?: string; group?: boolean },
  ): Promise<string[]>;
  close(): Promise<void>;
}

/** A database of its own in memory, or in `directory`. */
export function openBench(options: Partial<EngineOptions> & { directory?: string } = {}): Bench {
  const storage = options.storage ?? openStorage(options.directory ?? null);
  const engine = createEngine({ projectId: "demo", ...options, storage });
  return {
    engine,
    storage,
    async commit(...writes) {
      return (await engine.commit({ writes }, OWNER)).commitTime;
    },
    async get(path) {
      const { found } = await engine.batchGet({ documents: [nameOf(path)] }, OWNER);
      return found[0] ?? null;
    },
    async ids({ collection = "c", group = false, ...query }) {
      const structuredQuery = {
        from: [{ collectionId: collection, allDescendants: group }],
        ...query,
      };
      const { documents } = await engine.runQuery({ parent: ROOT, structuredQuery }, OWNER);
      return documents.map((document) => document.name.split("/").at(-1) ?? "");
    },
    async close() {
      await engine.close();
      await storage.close();
    },
  };
}

/** Nobody but the owner may read a document; the rest is free. */
export const refuseReads: AccessPolicy = {
  checkGet: () => {
    throw new FirestoreError("PERMISSION_DENIED", "unreadable");
  },
  checkList: () => {},
  checkWrites: () => {},
};

/** All index entries, in the table or on their way to it. */
export function indexEntries({ database }: Storage): Entry[] {
  return new IndexStore(database).scan({ from: "", to: "\u{ff}" }, false, 1e6);
}
