import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Engine } from "../../engine.ts";
import type { Caller, Document, DocumentName, Fields, StructuredQuery } from "../../protocol.ts";
import type { Dispatcher } from "../listen/dispatcher.ts";
import { ListenStream } from "../listen/stream.ts";
import type { ListenResponse, ListenTarget, RpcStatus } from "../messages.ts";

export const PROJECT_ID = "demo-listen";
export const DATABASE = `projects/${PROJECT_ID}/databases/(default)`;
export const ROOT = `${DATABASE}/documents`;
export const OWNER: Caller = { kind: "owner" };

/** What a client knows of one target, as the SDKs keep it. */
interface Known {
  documents: Map<DocumentName, Document>;
  isCurrent: boolean;
  resets: number;
  cause: RpcStatus | null;
}

/** Follows the listen protocol strictly, and throws where a server breaks it. */
export class ListeningClient {
  readonly received: ListenResponse[] = [];
  resumeToken = "";
  /** What ended the stream. */
  failure: unknown = null;
  readonly #known = new Map<number, Known>();
  readonly #stream: ListenStream;
  #readTime = "";

  constructor(dispatcher: Dispatcher, caller: Caller = OWNER) {
    this.#stream = new ListenStream({
      dispatcher,
      caller,
      send: (response) => this.#receive(response),
      fail: (error) => {
        this.failure = error;
      },
      report: (error) => {
        throw error;
      },
    });
  }

  get stream(): ListenStream {
    return this.#stream;
  }

  add(target: ListenTarget & { targetId: number }, remembered?: Map<DocumentName, Document>): void {
    this.#known.set(target.targetId, {
      documents: new Map(remembered),
      isCurrent: false,
      resets: 0,
      cause: null,
    });
    this.#stream.receive({ database: DATABASE, addTarget: target });
  }

  remove(targetId: number): void {
    this.#stream.receive({ database: DATABASE, removeTarget: targetId });
  }

  target(targetId: number): Known {
    const known = this.#known.get(targetId);
    if (known === undefined) throw new Error(`target ${targetId} is not known`);
    return known;
  }

  names(targetId: number): string[] {
    return [...this.target(targetId).documents.keys()].sort();
  }

  close(): void {
    this.#stream.close();
  }

  #receive(response: ListenResponse): void {
    this.received.push(response);
    if ("targetChange" in response) {
      const { targetChangeType, targetIds = [], cause, readTime = "" } = response.targetChange;
      if (targetChangeType === "NO_CHANGE") this.#advance(response.targetChange.resumeToken ?? "");
      if (readTime !== "" && readTime < this.#readTime) throw new Error("time went back");
      if (readTime !== "") this.#readTime = readTime;
      for (const targetId of targetIds) {
        const known = this.target(targetId);
        if (targetChangeType === "RESET") {
          known.documents.clear();
          known.resets += 1;
        }
        if (targetChangeType === "CURRENT") known.isCurrent = true;
        if (targetChangeType === "REMOVE") known.cause = cause ?? null;
      }
    } else if ("documentChange" in response) {
      const { document, targetIds, removedTargetIds = [] } = response.documentChange;
      for (const targetId of targetIds)
        this.target(targetId).documents.set(document.name, document);
      this.#forget(document.name, removedTargetIds);
    } else {
      const leaving =
        "documentDelete" in response ? response.documentDelete : response.documentRemove;
      this.#forget(leaving.document, leaving.removedTargetIds);
    }
  }

  #forget(name: DocumentName, targetIds: number[]): void {
    for (const targetId of targetIds) this.target(targetId).documents.delete(name);
  }

  #advance(resumeToken: string): void {
    this.resumeToken = resumeToken;
  }
}

export function freshCollection(): string {
  return `c-${randomUUID()}`;
}

export function queryOf(
  collectionId: string,
  clauses: Partial<StructuredQuery> = {},
): { query: { parent: string; structuredQuery: StructuredQuery } } {
  return { query: { parent: ROOT, structuredQuery: { from: [{ collectionId }], ...clauses } } };
}

export async function put(engine: Engine, path: string, fields: Fields): Promise<void> {
  const write = { update: { name: `${ROOT}/${path}`, fields } };
  await engine.commit({ writes: [write] }, OWNER);
}

export async function remove(engine: Engine, path: string): Promise<void> {
  await engine.commit({ writes: [{ delete: `${ROOT}/${path}` }] }, OWNER);
}

/** Commits are told in the turn of the event loop that follows theirs. */
export async function told(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
