import type { CollectionRegistry } from "./collection-registry.ts";
import type { DocumentStore, Stored } from "./document-store.ts";
import { EntryCursor, intersection } from "./entry-cursor.ts";
import { DOCUMENT_ID } from "./field-path.ts";
import type { Predicate } from "./filter-shape.ts";
import type { IndexCatalog } from "./index-catalog.ts";
import { compositePrefix, fieldPrefix, namePrefix } from "./index-keys.ts";
import { missingIndex } from "./index-requirement.ts";
import type { IndexStore } from "./index-store.ts";
import { isToldByIndex, keyRange } from "./query-bounds.ts";
import { compareDocuments, isInScope, isResult } from "./query-match.ts";
import { type Component, demandOf, type IndexPlan, planConjunction } from "./query-plan.ts";
import type { QueryShape } from "./query-shape.ts";
import { KeyWriter } from "./value-key.ts";

/** One alternative of a query, and how its documents are found. */
type Access =
  | { by: "name"; path: string | null }
  | { by: "index"; plan: IndexPlan }
  /** Only where indexes are not enforced. */
  | { by: "scan" };

/** Answers queries from the indexes as they are now. */
export class QueryRunner {
  readonly #root: string;
  readonly #projectId: string;
  readonly #catalog: IndexCatalog;
  readonly #compositeIds: ReadonlyMap<string, number>;
  readonly #registry: CollectionRegistry;
  readonly #documents: DocumentStore;
  readonly #entries: IndexStore;
  /** Definitions of the composite indexes that some query was answered from. */
  readonly #used = new Set<string>();
  readonly #plans = new WeakMap<QueryShape, Access[]>();

  constructor(parts: {
    root: string;
    projectId: string;
    catalog: IndexCatalog;
    compositeIds: ReadonlyMap<string, number>;
    registry: CollectionRegistry;
    documents: DocumentStore;
    entries: IndexStore;
  }) {
    this.#root = parts.root;
    this.#projectId = parts.projectId;
    this.#catalog = parts.catalog;
    this.#compositeIds = parts.compositeIds;
    this.#registry = parts.registry;
    this.#documents = parts.documents;
    this.#entries = parts.entries;
  }

  usedIndexes(): { definition: string; isUsed: boolean }[] {
    return this.#catalog.composites.map(({ text }) => ({
      definition: text,
      isUsed: this.#used.has(text),
    }));
  }

  /** Chooses the indexes. Throws FAILED_PRECONDITION where production has none that serves. */
  plan(shape: QueryShape): Access[] {
    const known = this.#plans.get(shape);
    if (known !== undefined) return known;
    const accesses: Access[] =
      shape.collectionId === ""
        ? [{ by: "scan" }]
        : shape.disjunctions.map((predicates) => this.#accessTo(shape, predicates));
    this.#plans.set(shape, accesses);
    return accesses;
  }

  /** How many results there are, at most `most`, told from index entries alone; null where they do not tell. */
  count(shape: QueryShape, most: number): number | null {
    const [access, ...others] = this.plan(shape);
    if (others.length > 0 || access?.by !== "index") return null;
    if (!isToldByIndex(shape, access.plan)) return null;
    const { offset, limit } = shape;
    const end = offset + Math.min(limit ?? Number.POSITIVE_INFINITY, most);
    let count = 0;
    for (const _ of this.#candidates(shape, access.plan)) {
      if (count === end) break;
      count++;
    }
    return Math.max(0, count - offset);
  }

  /** All results in order, limit and offset aside, found as they are asked for. */
  *run(shape: QueryShape): Generator<Stored> {
    const streams = this.plan(shape).map((access) => this.#open(shape, access));
    const [only] = streams;
    if (streams.length === 1 && only !== undefined) yield* only;
    else yield* merged(shape, streams);
  }

  #accessTo(shape: QueryShape, predicates: Predicate[]): Access {
    const named = predicates.find((one) => one.field === DOCUMENT_ID && one.op === "EQUAL");
    if (named !== undefined && "referenceValue" in named.value) {
      const name = named.value.referenceValue;
      const isOurs = name.startsWith(`${this.#root}/`);
      return { by: "name", path: isOurs ? name.slice(this.#root.length + 1) : null };
    }
    const demand = demandOf(shape, predicates);
    const plan = planConjunction(this.#catalog, demand, predicates);
    if (plan === null) {
      if (this.#catalog.isEnforced) throw missingIndex(this.#projectId, this.#catalog, demand);
      return { by: "scan" };
    }
    for (const component of plan.components) {
      if (component.kind === "composite") this.#used.add(component.index.text);
    }
    return { by: "index", plan };
  }

  *#open(shape: QueryShape, access: Access): Generator<Stored> {
    if (access.by === "scan") {
      yield* this.#scan(shape);
      return;
    }
    if (access.by === "name") {
      const stored = access.path === null ? null : this.#documents.get(access.path);
      if (stored !== null && isInScope(shape, stored.path) && isResult(shape, stored.document)) {
        yield stored;
      }
      return;
    }
    const isPartial = shape.collection === null && shape.parent !== "";
    for (const id of this.#candidates(shape, access.plan)) {
      const stored = this.#documents.getById(id);
      if (stored === null || (isPartial && !isInScope(shape, stored.path))) continue;
      if (isResult(shape, stored.document)) yield stored;
    }
  }

  #candidates(shape: QueryShape, plan: IndexPlan): Iterable<number> {
    const scope =
      shape.collection === null
        ? this.#registry.findGroup(shape.collectionId)
        : this.#registry.find(shape.collection);
    if (scope === null) return [];
    const cursors = plan.components.map((component) => {
      const prefix = this.#prefixOf(component, scope);
      const range = keyRange(shape, plan, prefix, component.kind === "composite");
      return new EntryCursor(this.#entries, prefix, range, plan.isReverse);
    });
    return intersection(cursors, plan.isReverse);
  }

  #prefixOf(component: Component, scope: number): string {
    if (component.kind === "name") return namePrefix(scope);
    const start =
      component.kind === "field"
        ? fieldPrefix(scope, component.field, component.isContains)
        : compositePrefix(this.#compositeIds.get(component.index.text) ?? 0, scope);
    const key = new KeyWriter().raw(start);
    for (const [i, predicate] of component.equal.entries()) {
      const isFlipped =
        component.kind === "composite" && component.index.fields[i]?.mode === "DESCENDING";
      key.value(predicate.value, isFlipped);
    }
    return key.take();
  }

  /** Every document in scope, filtered and sorted in memory. */
  #scan(shape: QueryShape): Stored[] {
    const found = this.#documents
      .pathsBelow(shape.collection ?? shape.parent)
      .filter((path) => isInScope(shape, path))
      .map((path) => this.#documents.get(path))
      .filter((stored) => stored !== null && isResult(shape, stored.document))
      .filter((stored) => stored !== null);
    return found.sort((a, b) => compareDocuments(shape, a.document, b.document));
  }
}

/** Sorted streams as one, each document once. */
function* merged(shape: QueryShape, streams: Generator<Stored>[]): Generator<Stored> {
  const seen = new Set<number>();
  const heads = streams.flatMap((stream) => {
    const head = stream.next();
    return head.done ? [] : [{ stream, stored: head.value }];
  });
  while (heads.length > 0) {
    const first = heads.reduce((best, head) =>
      compareDocuments(shape, head.stored.document, best.stored.document) < 0 ? head : best,
    );
    if (!seen.has(first.stored.id)) {
      seen.add(first.stored.id);
      yield first.stored;
    }
    const next = first.stream.next();
    if (next.done) heads.splice(heads.indexOf(first), 1);
    else first.stored = next.value;
  }
}
