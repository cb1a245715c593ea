import type { Engine } from "../../engine.ts";
import type { Caller, Document, DocumentChange, DocumentName } from "../../protocol.ts";
import type { TargetSource } from "../messages.ts";
import { advanceWindow } from "./window.ts";

/** What changes for a target: a document to show, or one that leaves, deleted or merely out of the results. */
export type ViewChange =
  | { name: DocumentName; shown: Document }
  | { name: DocumentName; shown: null; isDeleted: boolean };

type Query = Extract<TargetSource, { query: unknown }>["query"];

/** The results of a target as its client knows them. */
export interface View {
  /** Replays changes onto the view and says what its client must be told. */
  advance(changes: DocumentChange[]): ViewChange[];
  /** As `advance`, for a client that knew the view as it was before the changes; null when that cannot be told. */
  catchUp(changes: DocumentChange[]): ViewChange[] | null;
}

export interface ViewOptions {
  engine: Engine;
  source: TargetSource;
  caller: Caller;
  /** The results to begin with. */
  shown: Document[];
  /** Asks the database, where what the view holds does not tell the new results. */
  refresh(): Document[];
  /** Throws when the caller may no longer read the target. */
  checkAccess(): void;
}

export function createView(options: ViewOptions): View {
  const { engine, source, shown, refresh } = options;
  if ("documents" in source) return documentsView(options);
  const { structuredQuery } = source.query;
  const isWindow = structuredQuery.limit !== undefined || structuredQuery.offset !== undefined;
  const isProjected = structuredQuery.select !== undefined;
  return isWindow || isProjected
    ? windowView(engine, source.query, shown, refresh)
    : queryView(engine, source.query);
}

/** A document that changes hands must not be shown to who may no longer read it. */
function documentsView({ caller, checkAccess }: ViewOptions): View {
  const tell = (changes: DocumentChange[]): ViewChange[] => changes.map(tellDocument);
  return {
    advance: (changes) => {
      if (caller.kind !== "owner") checkAccess();
      return tell(changes);
    },
    catchUp: tell,
  };
}

function tellDocument({ name, after }: DocumentChange): ViewChange {
  return after === null ? { name, shown: null, isDeleted: true } : { name, shown: after };
}

/** Without a limit each document is in the results or not by itself: nothing need be remembered. */
function queryView(engine: Engine, { parent, structuredQuery }: Query): View {
  const matches = (document: Document | null) =>
    document !== null && engine.matches(parent, structuredQuery, document);
  const advance = (changes: DocumentChange[]): ViewChange[] =>
    changes.flatMap((change): ViewChange[] => {
      if (matches(change.after)) return [tellDocument(change)];
      if (!matches(change.before)) return [];
      return [{ name: change.name, shown: null, isDeleted: change.after === null }];
    });
  return { advance, catchUp: advance };
}

function windowView(
  engine: Engine,
  query: Query,
  shown: Document[],
  refresh: () => Document[],
): View {
  let window = shown;
  const { parent, structuredQuery } = query;
  const isConcerned = ({ before, after }: DocumentChange) =>
    [before, after].some(
      (document) => document !== null && engine.matches(parent, structuredQuery, document),
    );
  return {
    advance: (changes) => {
      const concerned = changes.filter(isConcerned);
      if (concerned.length === 0) return [];
      const next = advanceWindow(engine, query, window, concerned) ?? refresh();
      const told = differences(window, next, changes);
      window = next;
      return told;
    },
    catchUp: (changes) => (changes.some(isConcerned) ? null : []),
  };
}

function differences(
  before: Document[],
  after: Document[],
  changes: DocumentChange[],
): ViewChange[] {
  const known = new Map(before.map((document) => [document.name, document.updateTime]));
  const kept = new Set(after.map(({ name }) => name));
  const deleted = new Set(
    changes.filter((change) => change.after === null).map(({ name }) => name),
  );
  const leaving = before.filter(({ name }) => !kept.has(name));
  const entering = after.filter(({ name, updateTime }) => known.get(name) !== updateTime);
  return [
    ...leaving.map(({ name }) => ({ name, shown: null, isDeleted: deleted.has(name) })),
    ...entering.map((document) => ({ name: document.name, shown: document })),
  ];
}
