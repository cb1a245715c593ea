import type { Counters, Engine, EngineOptions } from "../engine.ts";
import { FirestoreError, STATUS } from "../errors.ts";
import type { Caller, Document, StructuredQuery, TransactionOptions, Write } from "../protocol.ts";
import { ChangeLog } from "./change-log.ts";
import { CollectionRegistry } from "./collection-registry.ts";
import { CommitClock } from "./commit-clock.ts";
import { Committer } from "./committer.ts";
import { documentPath, documentsRoot } from "./document-name.ts";
import { DocumentStore } from "./document-store.ts";
import { IndexCatalog } from "./index-catalog.ts";
import { IndexKeys } from "./index-keys.ts";
import { setUpIndexes } from "./index-setup.ts";
import { IndexStore } from "./index-store.ts";
import { IndexWriter } from "./index-writer.ts";
import { Lister } from "./lister.ts";
import { LockTable } from "./lock-table.ts";
import { Outbox } from "./outbox.ts";
import { compareDocuments, matchesShape } from "./query-match.ts";
import { QueryRunner } from "./query-run.ts";
import { type QueryShape, shapeQuery } from "./query-shape.ts";
import { Reader } from "./reader.ts";
import { ResultReader } from "./results.ts";
import { createTables } from "./schema.ts";
import { Transactions } from "./transactions.ts";

const LOCK_PATIENCE_MS = 500;
const LOCK_TIMEOUT_MS = 10_000;

/** Opens the database that `options.storage` holds, creating what is not there. */
export function createEngine(options: EngineOptions): Engine {
  const { storage, projectId, accessPolicy: policy, now = Date.now } = options;
  const { database } = storage;
  createTables(database);
  const root = documentsRoot(projectId);
  const registry = new CollectionRegistry(database);
  const documents = new DocumentStore(database, root);
  const entries = new IndexStore(database);
  const catalog = new IndexCatalog(options.indexes);
  const compositeIds = setUpIndexes({ database, catalog, registry, documents, entries });
  const index = new IndexWriter(new IndexKeys(catalog, registry, compositeIds), entries);
  const clock = new CommitClock(database, now);
  const log = new ChangeLog(clock.version, clock.commitTime);
  const locks = new LockTable(
    options.lockPatienceMs ?? LOCK_PATIENCE_MS,
    options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
  );
  const transactions = new Transactions(clock, log, locks, now);
  const outbox = new Outbox(storage);
  const counters: Counters = { reads: 0, writes: 0, deletes: 0 };
  const runner = new QueryRunner({
    root,
    projectId,
    catalog,
    compositeIds,
    registry,
    documents,
    entries,
  });
  const results = new ResultReader(root, documents, runner, log);
  const forget = () => {
    documents.forget();
    registry.forget();
  };
  const committer = new Committer({
    root,
    storage,
    clock,
    documents,
    index,
    entries,
    locks,
    transactions,
    outbox,
    log,
    policy,
    forget,
  });
  const reader = new Reader({
    root,
    clock,
    results,
    runner,
    locks,
    transactions,
    policy,
    counters,
  });
  const lister = new Lister({ root, reader, registry, documents, entries });
  const shapes = new WeakMap<StructuredQuery, { parent: string; shape: QueryShape }>();

  function shapeOf(parent: string, query: StructuredQuery): QueryShape {
    const known = shapes.get(query);
    if (known?.parent === parent) return known.shape;
    const shape = shapeQuery(root, parent, query);
    shapes.set(query, { parent, shape });
    return shape;
  }

  async function commit(request: { writes: Write[]; transaction?: string }, caller: Caller) {
    const { writes, transaction } = request;
    if (transaction === undefined)
      return counted(writes, await committer.commit(writes, null, caller));
    const owner = transactions.use(transaction);
    try {
      if (owner.kind === "readWrite") {
        return counted(writes, await committer.commit(writes, owner, caller));
      }
      if (writes.length === 0) return { writeResults: [], commitTime: clock.readTime() };
      throw new FirestoreError(
        "INVALID_ARGUMENT",
        "Cannot modify entities in a read-only transaction.",
      );
    } finally {
      transactions.end(transaction);
    }
  }

  function counted<T>(writes: Write[], result: T): T {
    for (const write of writes) {
      if ("delete" in write) counters.deletes++;
      else if (!("verify" in write)) counters.writes++;
    }
    return result;
  }

  async function batchWrite(request: { writes: Write[] }, caller: Caller) {
    const settled = await Promise.all(
      request.writes.map((write) =>
        commit({ writes: [write] }, caller).then(
          ({ writeResults }) => ({ writeResult: writeResults[0] ?? {}, status: { code: 0 } }),
          (error: unknown) => {
            if (!(error instanceof FirestoreError)) throw error;
            const status = { code: STATUS[error.status].grpc, message: error.message };
            return { writeResult: {}, status };
          },
        ),
      ),
    );
    return {
      writeResults: settled.map((one) => one.writeResult),
      status: settled.map((one) => one.status),
    };
  }

  /** A commit may be seen before it is on disk; an answer that shows it waits. */
  async function onceSettled<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    await storage.settled();
    return value;
  }

  async function clear(): Promise<void> {
    transactions.endAll();
    await committer.clear();
  }

  return {
    projectId,
    commit,
    batchWrite,
    beginTransaction: (begin: TransactionOptions) => transactions.begin(begin),
    rollback: (transaction) => transactions.end(transaction),
    batchGet: (request, caller) => onceSettled(reader.batchGet(request, caller)),
    runQuery: (request, caller) => onceSettled(reader.runQuery(request, caller)),
    runAggregationQuery: (request, caller) =>
      onceSettled(reader.runAggregationQuery(request, caller)),
    listDocuments: (request, caller) => onceSettled(lister.listDocuments(request, caller)),
    listCollectionIds: (request, caller) => onceSettled(lister.listCollectionIds(request, caller)),
    snapshot: (target, caller) => reader.snapshot(target, caller),
    matches: (parent, query, document) =>
      matchesShape(shapeOf(parent, query), documentPath(root, document.name), document),
    compare: (query: StructuredQuery, left: Document, right: Document) =>
      compareDocuments(shapes.get(query)?.shape ?? shapeOf(root, query), left, right),
    onCommit: (listener) => log.onCommit(listener),
    commitsSince: (version) => log.since(version),
    get version() {
      return clock.version;
    },
    captureOutbox: (capture) => outbox.install(capture),
    readOutbox: (afterId, limit) => outbox.read(afterId, limit),
    removeFromOutbox: (ids) => outbox.remove(ids),
    usedIndexes: () => runner.usedIndexes(),
    counters,
    resetCounters: () => {
      Object.assign(counters, { reads: 0, writes: 0, deletes: 0 });
    },
    clear,
    close: async () => {
      transactions.endAll();
    },
  };
}
