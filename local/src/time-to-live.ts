import type { Clock } from "./clock.ts";
import { type FieldPath, getField, parseFieldPath } from "./firestore/engine/field-path.ts";
import type { Engine, IndexConfiguration } from "./firestore/engine.ts";
import type { Cursor, Document, StructuredQuery } from "./firestore/protocol.ts";
import { describeError, type Log } from "./log.ts";

export interface TimeToLiveOptions {
  engine: Engine;
  /** Whose `fieldOverrides` say which field of which collection group holds the end of a document's life. */
  indexes: IndexConfiguration | undefined;
  clock: Clock;
  log: Log;
}

/** Production promises a day; an hour keeps a small disk small. In milliseconds. */
const SWEEP_EVERY_MS = 60 * 60 * 1000;
const FIRST_SWEEP_MS = 60 * 1000;
const PAGE_SIZE = 300;

/** Deletes documents whose time is over, as Firestore's TTL policies do: late, and as deletions that triggers see. */
export class TimeToLive {
  readonly #options: TimeToLiveOptions;
  readonly #policies: { collectionGroup: string; fieldPath: string }[];
  #running: Promise<unknown> = Promise.resolve();
  #isStopped = false;
  #cancel = () => {};

  constructor(options: TimeToLiveOptions) {
    this.#options = options;
    this.#policies = (options.indexes?.fieldOverrides ?? []).filter(({ ttl }) => ttl === true);
  }

  start(): void {
    this.#arm(FIRST_SWEEP_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
  }

  /** Looks through every document of the groups once; the fields are exempt from indexes, as they should be. */
  async sweep(): Promise<void> {
    for (const { collectionGroup, fieldPath } of this.#policies) {
      await this.#sweepGroup(collectionGroup, parseFieldPath(fieldPath));
    }
  }

  #arm(afterMs: number): void {
    if (this.#isStopped || this.#policies.length === 0) return;
    const { clock, log } = this.#options;
    this.#cancel = clock.at(clock.now() + afterMs, () => {
      this.#running = this.sweep()
        .catch((error) => log("error", `Expired documents: ${describeError(error)}`))
        .finally(() => this.#arm(SWEEP_EVERY_MS));
    });
  }

  async #sweepGroup(collectionId: string, path: FieldPath): Promise<void> {
    const { engine, clock } = this.#options;
    const now = new Date(clock.now()).toISOString();
    const parent = `projects/${engine.projectId}/databases/(default)/documents`;
    let startAt: Cursor | undefined;
    while (!this.#isStopped) {
      const structuredQuery: StructuredQuery = {
        from: [{ collectionId, allDescendants: true }],
        orderBy: [{ field: { fieldPath: "__name__" }, direction: "ASCENDING" }],
        limit: PAGE_SIZE,
        ...(startAt && { startAt }),
      };
      const { documents } = await engine.runQuery({ parent, structuredQuery }, { kind: "owner" });
      const expired = documents.filter((document) => (endOf(document, path) ?? "9999") <= now);
      if (expired.length > 0) await this.#delete(expired);
      const last = documents.at(-1);
      if (!last || documents.length < PAGE_SIZE) return;
      startAt = { values: [{ referenceValue: last.name }], before: false };
    }
  }

  /** Only as they were read: one that was given more time meanwhile stays. */
  async #delete(documents: Document[]): Promise<void> {
    const writes = documents.map(({ name, updateTime }) => ({
      delete: name,
      currentDocument: { updateTime },
    }));
    await this.#options.engine.batchWrite({ writes }, { kind: "owner" });
  }
}

/** The time in a document's field; undefined where it is missing or no time. */
function endOf({ fields }: Document, path: FieldPath): string | undefined {
  const value = getField(fields, path);
  return value && "timestampValue" in value ? value.timestampValue : undefined;
}
