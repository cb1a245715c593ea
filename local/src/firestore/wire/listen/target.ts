import type { CommitEvent } from "../../engine.ts";
import type { Document, DocumentChange, DocumentName, Timestamp } from "../../protocol.ts";
import type { ListenTarget, TargetSource } from "../messages.ts";
import { checkDatabase } from "../resource.ts";
import type { Subscription } from "./dispatcher.ts";
import { commitsSinceToken } from "./resume-token.ts";
import { concernOf, keysOfTarget } from "./routing.ts";
import type { ListenStream } from "./stream.ts";
import { createView, type View, type ViewChange } from "./view.ts";

/** One target of one stream. Making it takes the snapshot, and throws when the caller may not read it. */
export class LiveTarget implements Subscription {
  readonly keys: string[];
  readonly stream: ListenStream;
  /** What the client must be told first. */
  readonly opening: { isReset: boolean; isResumed: boolean; changes: ViewChange[] };
  readTime: Timestamp;
  version: number;
  readonly #source: TargetSource;
  readonly #view: View;
  #checkedVersion: number;
  #staged = new Map<DocumentName, DocumentChange>();

  constructor(stream: ListenStream, request: ListenTarget) {
    this.stream = stream;
    this.#source = request;
    for (const resource of resourcesOf(request)) checkDatabase(stream.engine.projectId, resource);
    this.keys = keysOfTarget(request);
    const { counters } = stream.engine;
    const readsBefore = counters.reads;
    const { documents, readTime, version } = this.#snapshot(request);
    this.readTime = readTime;
    this.version = version;
    this.#checkedVersion = version;
    this.#view = createView({
      engine: stream.engine,
      source: request,
      caller: stream.caller,
      shown: documents,
      refresh: () => this.#refresh(),
      checkAccess: () => this.#unbilled(request),
    });
    this.opening = this.#open(request, documents);
    if (this.opening.isResumed) counters.reads = readsBefore + this.opening.changes.length;
  }

  stage(change: DocumentChange): void {
    const earlier = this.#staged.get(change.name);
    this.#staged.set(
      change.name,
      earlier === undefined ? change : { ...change, before: earlier.before },
    );
  }

  takeChanges(): ViewChange[] {
    if (this.#staged.size === 0) return [];
    const changes = [...this.#staged.values()];
    this.#staged = new Map();
    return this.#view.advance(changes);
  }

  /** Rights may be taken away while a stream is open; only a commit can do that. */
  recheckAccess(version: number): void {
    if (this.stream.caller.kind === "owner" || version === this.#checkedVersion) return;
    this.#checkedVersion = version;
    if ("documents" in this.#source) {
      this.#unbilled(this.#source);
      return;
    }
    const { parent, structuredQuery } = this.#source.query;
    this.#unbilled({ query: { parent, structuredQuery: { limit: 1, ...structuredQuery } } });
  }

  #refresh(): Document[] {
    const { documents, version } = this.#unbilled(this.#source);
    this.version = version;
    return documents;
  }

  /** Production bills a listener for what it is told; how this server finds that out is its own affair. */
  #unbilled(source: TargetSource): ReturnType<LiveTarget["stream"]["engine"]["snapshot"]> {
    const { counters } = this.stream.engine;
    const { reads } = counters;
    try {
      return this.#snapshot(source);
    } finally {
      counters.reads = reads;
    }
  }

  #snapshot(source: TargetSource): ReturnType<ListenStream["engine"]["snapshot"]> {
    const wanted = "documents" in source ? source.documents : source.query;
    return this.stream.engine.snapshot(wanted, this.stream.caller);
  }

  #open(request: ListenTarget, documents: Document[]): LiveTarget["opening"] {
    const isResuming = (request.resumeToken ?? "") !== "" || request.readTime !== undefined;
    const delta = request.resumeToken ? this.#changesSince(request.resumeToken) : null;
    const changes = delta === null ? null : this.#view.catchUp(delta);
    if (changes !== null) return { isReset: false, isResumed: true, changes };
    const shown = openingChanges(request, documents);
    return { isReset: isResuming, isResumed: false, changes: shown };
  }

  #changesSince(token: string): DocumentChange[] | null {
    const events = commitsSinceToken(this.stream.engine, token);
    return events === null ? null : foldChanges(events, this.#source);
  }
}

function resourcesOf(source: TargetSource): string[] {
  return "documents" in source ? source.documents.documents : [source.query.parent];
}

/** Every change since, one for a document: as it was at first and as it is now. */
function foldChanges(events: CommitEvent[], source: TargetSource): DocumentChange[] {
  const isConcerned = concernOf(source);
  const folded = new Map<DocumentName, DocumentChange>();
  for (const { changes } of events) {
    for (const change of changes) {
      if (!isConcerned(change.name)) continue;
      const earlier = folded.get(change.name);
      folded.set(
        change.name,
        earlier === undefined ? change : { ...change, before: earlier.before },
      );
    }
  }
  return [...folded.values()];
}

function openingChanges(source: TargetSource, documents: Document[]): ViewChange[] {
  const shown = documents.map((document) => ({ name: document.name, shown: document }));
  if (!("documents" in source)) return shown;
  const found = new Set(documents.map(({ name }) => name));
  const missing = source.documents.documents.filter((name) => !found.has(name));
  return [...shown, ...missing.map((name) => ({ name, shown: null, isDeleted: true }))];
}
