import type { CommitEvent } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Document, DocumentName, Timestamp } from "../protocol.ts";

/** What is kept of the past, whichever comes first. It is also how far back a read can go. */
export const KEPT_COMMITS_MAX = 50_000;
export const KEPT_CHARACTERS_MAX = 32 * 1024 * 1024;

interface Kept {
  event: CommitEvent;
  size: number;
}

/** The last commits, in memory: for listeners that come back and for reads at an earlier time. */
export class ChangeLog {
  #kept: Kept[] = [];
  #start = 0;
  #size = 0;
  /** Version and time before the oldest kept commit. */
  #floor: { version: number; time: Timestamp };
  readonly #listeners = new Set<(event: CommitEvent) => void>();

  constructor(version: number, time: Timestamp) {
    this.#floor = { version, time };
  }

  /** `size` in characters of stored text. */
  append(event: CommitEvent, size: number): void {
    this.#kept.push({ event, size });
    this.#size += size;
    while (this.#kept.length - this.#start > KEPT_COMMITS_MAX || this.#size > KEPT_CHARACTERS_MAX) {
      this.#dropOldest();
    }
  }

  /** Calls the listeners. */
  tell(event: CommitEvent): void {
    for (const listener of [...this.#listeners]) callSafely(listener, event);
  }

  onCommit(listener: (event: CommitEvent) => void): () => void {
    const own = (event: CommitEvent) => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  since(version: number): CommitEvent[] | null {
    if (version < this.#floor.version) return null;
    return this.#kept.slice(this.#firstAfter(version)).map((one) => one.event);
  }

  /** The version that stood at a time. */
  versionAt(time: Timestamp): number {
    if (time < this.#floor.time) throw tooOld();
    let low = this.#start;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = this.#kept[middle]?.event;
      if (event !== undefined && event.commitTime <= time) low = middle + 1;
      else high = middle;
    }
    return this.#kept[low - 1]?.event.version ?? this.#floor.version;
  }

  /** Documents changed after `version`, as they were then. */
  undoTo(version: number): Map<DocumentName, Document | null> {
    const events = this.since(version);
    if (events === null) throw tooOld();
    const before = new Map<DocumentName, Document | null>();
    for (const { changes } of events) {
      for (const change of changes) {
        if (!before.has(change.name)) before.set(change.name, change.before);
      }
    }
    return before;
  }

  #firstAfter(version: number): number {
    return this.#start + Math.max(0, version - this.#floor.version);
  }

  #dropOldest(): void {
    const oldest = this.#kept[this.#start];
    if (oldest === undefined) return;
    this.#floor = { version: oldest.event.version, time: oldest.event.commitTime };
    this.#size -= oldest.size;
    this.#start++;
    if (this.#start > 1024 && this.#start * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#start);
      this.#start = 0;
    }
  }
}

function tooOld(): FirestoreError {
  return new FirestoreError(
    "FAILED_PRECONDITION",
    "The requested snapshot version is too old. ((This server keeps the last 50,000 commits or 32 MB of them, until it restarts.))",
  );
}

function callSafely(listener: (event: CommitEvent) => void, event: CommitEvent): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(`A commit listener failed: ${error}`);
  }
}
