import type { Storage } from "../../storage.ts";
import type { AccessPolicy, CommitEvent } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type {
  Caller,
  Document,
  DocumentChange,
  Timestamp,
  Write,
  WriteResult,
} from "../protocol.ts";
import { writtenName } from "./apply-write.ts";
import type { ChangeLog } from "./change-log.ts";
import { toRequestTime } from "./clock.ts";
import type { CommitClock } from "./commit-clock.ts";
import { documentPath } from "./document-name.ts";
import type { DocumentStore } from "./document-store.ts";
import type { IndexStore } from "./index-store.ts";
import type { IndexWriter } from "./index-writer.ts";
import type { LockOwner, LockTable } from "./lock-table.ts";
import type { Outbox } from "./outbox.ts";
import { type StagedCommit, stageCommit } from "./staged-commit.ts";
import {
  expiredTransaction,
  type ReadWriteTransaction,
  type Transactions,
} from "./transactions.ts";
import { checkWrite } from "./write-limits.ts";

type Outcome = { writeResults: WriteResult[]; commitTime: Timestamp };

interface NamedWrite {
  path: string;
  name: string;
  write: Write;
}

export interface CommitterParts {
  root: string;
  storage: Storage;
  clock: CommitClock;
  documents: DocumentStore;
  index: IndexWriter;
  entries: IndexStore;
  locks: LockTable;
  transactions: Transactions;
  outbox: Outbox;
  log: ChangeLog;
  policy: AccessPolicy | undefined;
  forget(): void;
}

/** Applies commits: each whole or not at all, many in one flush. */
export class Committer {
  readonly #parts: CommitterParts;
  /** Events of the running group, then of the group that is on its way to the disk. */
  #staged: { event: CommitEvent; size: number }[] = [];
  #untold: CommitEvent[] = [];

  constructor(parts: CommitterParts) {
    this.#parts = parts;
    parts.storage.join({
      beforeCommit: () => {
        parts.clock.save();
        parts.entries.save();
      },
      afterCommit: () => {
        parts.clock.keep();
        parts.entries.keep();
        const staged = this.#staged;
        this.#staged = [];
        for (const { event, size } of staged) parts.log.append(event, size);
        this.#untold = staged.map(({ event }) => event);
      },
      afterSync: () => {
        const untold = this.#untold;
        this.#untold = [];
        for (const event of untold) parts.log.tell(event);
      },
      afterRollback: () => {
        this.#staged = [];
        parts.clock.drop();
        parts.entries.drop();
        parts.forget();
      },
    });
  }

  async commit(
    writes: Write[],
    owner: ReadWriteTransaction | null,
    caller: Caller,
  ): Promise<Outcome> {
    const named = writes.map((write) => this.#checked(write));
    const { storage, locks, transactions } = this.#parts;
    const paths = new Set(named.map((one) => one.path));
    const attempt = (who: LockOwner | null) =>
      storage.write(() => (locks.isBlocked(paths, who) ? null : this.#apply(named, owner, caller)));
    const outcome = await attempt(owner);
    if (outcome !== null) return outcome;
    const waiting = owner ?? { age: transactions.newAge(), isExpired: () => false };
    try {
      for (const path of [...paths].sort()) await locks.acquire(waiting, path, true);
      const second = await attempt(waiting);
      if (second === null) throw new FirestoreError("ABORTED", "The transaction lost its locks.");
      return second;
    } finally {
      if (owner === null) locks.release(waiting);
    }
  }

  /** Deletes everything, as one commit that only the listeners see. */
  async clear(): Promise<void> {
    const { storage, clock, documents, entries, forget } = this.#parts;
    await storage.write(() => {
      const changes = documents.pathsBelow("").flatMap((path): DocumentChange[] => {
        const before = documents.get(path)?.document;
        return before === undefined ? [] : [{ name: before.name, before, after: null }];
      });
      entries.clear();
      for (const table of ["documents", "collections", "outbox"]) {
        storage.database.exec(`DELETE FROM ${table}`);
      }
      forget();
      const event = { version: clock.nextVersion(), commitTime: clock.nextTime(), changes };
      this.#staged.push({ event, size: 0 });
    });
  }

  #checked(write: Write): NamedWrite {
    const name = writtenName(write);
    const path = documentPath(this.#parts.root, name);
    checkWrite(write);
    return { path, name, write };
  }

  /** Runs inside the group commit; throws before it has written anything. */
  #apply(writes: NamedWrite[], owner: ReadWriteTransaction | null, caller: Caller): Outcome {
    const { clock, documents } = this.#parts;
    if (owner?.isExpired()) throw expiredTransaction();
    owner?.validate((path) => documents.get(path)?.document.updateTime ?? null);
    const commitTime = clock.nextTime();
    const requestTime = toRequestTime(commitTime);
    const staged = stageCommit(
      writes,
      (path) => documents.get(path),
      (name, document) => this.#checkGet(caller, name, document),
      commitTime,
      requestTime,
    );
    this.#authorise(staged, caller, requestTime);
    this.#write(staged, commitTime);
    return { writeResults: staged.results, commitTime };
  }

  /** Nobody learns from a refused write what a read would not tell. */
  #checkGet(caller: Caller, name: string, document: Document | null): void {
    if (caller.kind === "owner") return;
    const { policy, documents, root } = this.#parts;
    if (policy === undefined) throw denied();
    const read = (other: string) => documents.get(documentPath(root, other))?.document ?? null;
    policy.checkGet(caller, name, document, { before: read, after: read });
  }

  #authorise(staged: StagedCommit, caller: Caller, requestTime: Timestamp): void {
    if (caller.kind === "owner") return;
    const { policy, documents, root } = this.#parts;
    if (policy === undefined) throw denied();
    policy.checkWrites(caller, staged.changes, requestTime, {
      before: (name) => documents.get(documentPath(root, name))?.document ?? null,
      after: (name) => {
        const path = documentPath(root, name);
        const own = staged.documents.get(path);
        return own === undefined ? (documents.get(path)?.document ?? null) : own.after;
      },
    });
  }

  #write(staged: StagedCommit, commitTime: Timestamp): void {
    const { clock, documents, index, outbox } = this.#parts;
    const changed = [...staged.documents.values()].filter(
      ({ stored, after }) => (stored?.document ?? null) !== after,
    );
    if (changed.length === 0) return;
    const changes = changed.map(({ stored, after }): DocumentChange => {
      const before = stored?.document ?? null;
      return { name: (after ?? before)?.name ?? "", before, after };
    });
    const version = clock.nextVersion();
    const rows = outbox.rowsOf(changes, version, commitTime);
    let size = 0;
    for (const { path, stored, after, text } of changed) {
      size += text.length + (stored?.size ?? 0);
      if (after === null) {
        if (stored === null) continue;
        index.deleted(path, stored.document.fields);
        documents.delete(stored);
        continue;
      }
      const put = documents.put(path, stored?.id ?? null, text, after);
      if (stored === null) index.created(path, put.id, after.fields);
      else index.updated(path, put.id, stored.document.fields, after.fields);
    }
    outbox.add(rows);
    this.#staged.push({ event: { version, commitTime, changes }, size });
  }
}

export function denied(): FirestoreError {
  return new FirestoreError("PERMISSION_DENIED", "Missing or insufficient permissions.");
}
