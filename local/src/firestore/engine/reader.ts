import type { AccessPolicy, Counters, Engine, ReadForRules, ReadResult } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type {
  Aggregation,
  Caller,
  Consistency,
  Document,
  StructuredQuery,
  Timestamp,
} from "../protocol.ts";
import { aggregate, aggregatedShape, checkAggregations, counted } from "./aggregate.ts";
import type { CommitClock } from "./commit-clock.ts";
import { denied } from "./committer.ts";
import { documentPath } from "./document-name.ts";
import type { LockTable } from "./lock-table.ts";
import { masked, selected } from "./projection.ts";
import type { QueryRunner } from "./query-run.ts";
import { type QueryShape, shapeQuery } from "./query-shape.ts";
import type { ResultReader, Results } from "./results.ts";
import type { ReadWriteTransaction, Transactions } from "./transactions.ts";

/** A query under a transaction is run again when it had to wait for a document; so often at most. */
const LOCK_ROUNDS_MAX = 5;
const ENTRIES_PER_READ = 1000;

export interface ReaderParts {
  root: string;
  clock: CommitClock;
  results: ResultReader;
  runner: QueryRunner;
  locks: LockTable;
  transactions: Transactions;
  policy: AccessPolicy | undefined;
  counters: Counters;
}

/** At which version a read looks, and for which transaction. */
interface View {
  version: number | null;
  owner: ReadWriteTransaction | null;
  readTime: Timestamp | null;
  newTransaction: string | undefined;
}

export class Reader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  batchGet(request: Parameters<Engine["batchGet"]>[0], caller: Caller) {
    const { root, counters } = this.#parts;
    return this.#reading(request, async (view) => {
      const paths = request.documents.map((name) => documentPath(root, name));
      let found = this.#permitted(caller, paths, view.version);
      if (view.owner !== null && (await this.#lock(view.owner, paths))) {
        found = this.#permitted(caller, paths, view.version);
      }
      for (const [i, path] of paths.entries()) view.owner?.noteRead(path, found[i] ?? null);
      counters.reads += paths.length;
      return { found: masked(found, request.mask?.fieldPaths) };
    });
  }

  /** Judged before any lock is taken: who may not read a document cannot hold it up either. */
  #permitted(caller: Caller, paths: string[], version: number | null): (Document | null)[] {
    const { root, results } = this.#parts;
    return paths.map((path) => {
      const document = results.document(path, version);
      this.#checkGet(caller, `${root}/${path}`, document, version);
      return document;
    });
  }

  runQuery(request: Parameters<Engine["runQuery"]>[0], caller: Caller) {
    return this.#reading(request, async (view) => {
      const shape = this.#checkedShape(request.parent, request.structuredQuery, caller);
      const { documents, skippedCount } = await this.#query(shape, view);
      this.#parts.counters.reads += Math.max(1, documents.length + skippedCount);
      const result = { documents: selected(shape, documents) };
      return skippedCount === 0 ? result : { ...result, skippedResults: skippedCount };
    });
  }

  runAggregationQuery(request: Parameters<Engine["runAggregationQuery"]>[0], caller: Caller) {
    const { structuredQuery, aggregations } = request.structuredAggregationQuery;
    return this.#reading(request, async (view) => {
      checkAggregations(aggregations);
      const shape = this.#checkedShape(request.parent, structuredQuery, caller, (plain) =>
        aggregatedShape(plain, aggregations),
      );
      const count = this.#countOnly(shape, aggregations, view);
      if (count !== null) {
        this.#countEntries(count);
        return { aggregateFields: counted(aggregations, count) };
      }
      const { documents, skippedCount } = await this.#query(shape, view);
      this.#countEntries(documents.length + skippedCount);
      return { aggregateFields: aggregate(aggregations, documents) };
    });
  }

  /** Null where documents must be looked at. */
  #countOnly(shape: QueryShape, aggregations: Aggregation[], view: View): number | null {
    if (view.owner !== null || view.version !== null) return null;
    if (!aggregations.every((one) => one.count !== undefined)) return null;
    const bounds = aggregations.map((one) => Number(one.count?.upTo ?? Number.POSITIVE_INFINITY));
    return this.#parts.runner.count(shape, Math.max(...bounds));
  }

  #countEntries(entryCount: number): void {
    this.#parts.counters.reads += Math.max(1, Math.ceil(entryCount / ENTRIES_PER_READ));
  }

  snapshot(target: Parameters<Engine["snapshot"]>[0], caller: Caller) {
    const { root, clock, results, counters } = this.#parts;
    const documents: Document[] = [];
    if ("documents" in target) {
      for (const name of target.documents) {
        const document = results.document(documentPath(root, name), null);
        this.#checkGet(caller, name, document, null);
        if (document !== null) documents.push(document);
      }
    } else {
      const shape = this.#checkedShape(target.parent, target.structuredQuery, caller);
      documents.push(...selected(shape, results.query(shape, null).documents));
    }
    counters.reads += Math.max(1, documents.length);
    return { documents, readTime: clock.readTime(), version: clock.version };
  }

  #checkedShape(
    parent: string,
    query: StructuredQuery,
    caller: Caller,
    refine = (shape: QueryShape) => shape,
  ): QueryShape {
    const { root, policy, runner } = this.#parts;
    const shape = refine(shapeQuery(root, parent, query));
    if (caller.kind !== "owner") {
      if (policy === undefined) throw denied();
      policy.checkList(caller, parent, query, this.#readForRules(null));
    }
    runner.plan(shape);
    return shape;
  }

  #checkGet(caller: Caller, name: string, document: Document | null, version: number | null): void {
    if (caller.kind === "owner") return;
    const { policy } = this.#parts;
    if (policy === undefined) throw denied();
    policy.checkGet(caller, name, document, this.#readForRules(version));
  }

  #readForRules(version: number | null): ReadForRules {
    const { root, results } = this.#parts;
    const read = (name: string) => results.document(documentPath(root, name), version);
    return { before: read, after: read };
  }

  #viewOf(request: Consistency): View {
    const { transactions } = this.#parts;
    const { transaction, newTransaction, readTime } = request;
    if ([transaction, newTransaction, readTime].filter((one) => one !== undefined).length > 1) {
      throw new FirestoreError(
        "INVALID_ARGUMENT",
        "A read names at most one consistency selector.",
      );
    }
    if (readTime !== undefined) {
      const past = transactions.pastAt(readTime);
      return { version: past.version, owner: null, readTime, newTransaction: undefined };
    }
    const begun = newTransaction === undefined ? undefined : transactions.begin(newTransaction);
    const id = begun ?? transaction;
    if (id === undefined) {
      return { version: null, owner: null, readTime: null, newTransaction: undefined };
    }
    const open = transactions.use(id);
    return open.kind === "readOnly"
      ? { version: open.version, owner: null, readTime: open.readTime, newTransaction: begun }
      : { version: null, owner: open, readTime: null, newTransaction: begun };
  }

  /** A transaction that the failing read itself began is known to nobody, so it ends here. */
  async #reading<T>(
    request: Consistency,
    read: (view: View) => Promise<T>,
  ): Promise<ReadResult & T> {
    const view = this.#viewOf(request);
    try {
      const result = await read(view);
      return { ...this.#answer(view), ...result };
    } catch (error) {
      if (view.newTransaction !== undefined) this.#parts.transactions.end(view.newTransaction);
      throw error;
    }
  }

  #answer(view: View): ReadResult {
    const readTime = view.readTime ?? this.#parts.clock.readTime();
    return view.newTransaction === undefined
      ? { readTime }
      : { readTime, transaction: view.newTransaction };
  }

  async #query(shape: QueryShape, view: View): Promise<Results> {
    const { results } = this.#parts;
    const { owner } = view;
    if (owner === null) return results.query(shape, view.version);
    let found = results.query(shape, null);
    for (let round = 0; round < LOCK_ROUNDS_MAX; round++) {
      const hasWaited = await this.#lock(
        owner,
        found.documents.map((one) => this.#pathOf(one)),
      );
      if (!hasWaited) break;
      found = results.query(shape, null);
    }
    for (const document of found.documents) owner.noteRead(this.#pathOf(document), document);
    const seen = signature(found);
    owner.noteQuery(() => signature(results.query(shape, null)) === seen);
    return found;
  }

  /** Whether anything may have changed meanwhile. */
  async #lock(owner: ReadWriteTransaction, paths: string[]): Promise<boolean> {
    let hasWaited = false;
    for (const path of paths) {
      const outcome = this.#parts.locks.acquire(owner, path, false);
      if (outcome === "held") continue;
      hasWaited = true;
      await outcome;
    }
    return hasWaited;
  }

  #pathOf(document: Document): string {
    return document.name.slice(this.#parts.root.length + 1);
  }
}

function signature({ documents }: Results): string {
  return documents.map((one) => `${one.name} ${one.updateTime}`).join("\n");
}
