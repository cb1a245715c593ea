import { randomBytes } from "node:crypto";
import { FirestoreError } from "../errors.ts";
import type { Document, Timestamp, TransactionOptions } from "../protocol.ts";
import type { ChangeLog } from "./change-log.ts";
import type { CommitClock } from "./commit-clock.ts";
import { contention, type LockOwner, type LockTable } from "./lock-table.ts";

/** As production: a transaction lives 270 seconds, and 60 without being used. */
const LIFETIME_MS = 270_000;
const IDLE_MS = 60_000;
const OPEN_MAX = 10_000;

/** Reads under locks, and what its commit must find unchanged where it has none. */
export class ReadWriteTransaction implements LockOwner {
  readonly kind = "readWrite";
  readonly age: number;
  readonly #now: () => number;
  readonly #startedAt: number;
  #usedAt: number;
  #isOver = false;
  /** Update time of each document read, null for one that was missing. */
  readonly #read = new Map<string, Timestamp | null>();
  /** Queries run; each says whether its result still stands. */
  readonly #queries: (() => boolean)[] = [];
  #sawChange = false;

  constructor(age: number, now: () => number) {
    this.age = age;
    this.#now = now;
    this.#startedAt = now();
    this.#usedAt = this.#startedAt;
  }

  isExpired(): boolean {
    if (this.#isOver) return true;
    const now = this.#now();
    return now - this.#startedAt > LIFETIME_MS || now - this.#usedAt > IDLE_MS;
  }

  use(): void {
    this.#usedAt = this.#now();
  }

  end(): void {
    this.#isOver = true;
  }

  noteRead(path: string, document: Document | null): void {
    const updateTime = document?.updateTime ?? null;
    const earlier = this.#read.get(path);
    if (earlier === undefined) this.#read.set(path, updateTime);
    else if (earlier !== updateTime) this.#sawChange = true;
  }

  noteQuery(stillStands: () => boolean): void {
    this.#queries.push(stillStands);
  }

  /** Throws ABORTED when something it read has changed since. Runs inside the group commit. */
  validate(updateTimeOf: (path: string) => Timestamp | null): void {
    if (this.#sawChange) throw contention();
    for (const [path, updateTime] of this.#read) {
      if (updateTimeOf(path) !== updateTime) throw contention();
    }
    if (!this.#queries.every((stillStands) => stillStands())) throw contention();
  }
}

export interface ReadOnlyTransaction {
  kind: "readOnly";
  version: number;
  readTime: Timestamp;
  isExpired(): boolean;
  use(): void;
}

export type Transaction = ReadWriteTransaction | ReadOnlyTransaction;

export class Transactions {
  readonly #clock: CommitClock;
  readonly #log: ChangeLog;
  readonly #locks: LockTable;
  readonly #now: () => number;
  readonly #open = new Map<string, Transaction>();
  #ages = 0;

  constructor(clock: CommitClock, log: ChangeLog, locks: LockTable, now: () => number) {
    this.#clock = clock;
    this.#log = log;
    this.#locks = locks;
    this.#now = now;
  }

  begin(options: TransactionOptions): string {
    this.#sweep();
    const id = randomBytes(18).toString("base64");
    this.#open.set(
      id,
      "readOnly" in options ? this.#readOnly(options.readOnly.readTime) : this.#readWrite(options),
    );
    return id;
  }

  /** Throws INVALID_ARGUMENT for one that is unknown or has expired. */
  use(id: string): Transaction {
    const transaction = this.#open.get(id);
    if (transaction === undefined) throw expiredTransaction();
    if (transaction.isExpired()) {
      this.end(id);
      throw expiredTransaction();
    }
    transaction.use();
    return transaction;
  }

  end(id: string): void {
    const transaction = this.#open.get(id);
    this.#open.delete(id);
    if (transaction?.kind !== "readWrite") return;
    transaction.end();
    this.#locks.release(transaction);
  }

  endAll(): void {
    for (const id of [...this.#open.keys()]) this.end(id);
  }

  newAge(): number {
    return ++this.#ages;
  }

  #readWrite(options: { readWrite: { retryTransaction?: string } }): ReadWriteTransaction {
    const earlier = options.readWrite.retryTransaction;
    const failed = earlier === undefined ? undefined : this.#open.get(earlier);
    if (earlier !== undefined) this.end(earlier);
    const age = failed?.kind === "readWrite" ? failed.age : this.newAge();
    return new ReadWriteTransaction(age, this.#now);
  }

  #readOnly(readTime: Timestamp | undefined): ReadOnlyTransaction {
    const startedAt = this.#now();
    const { version, time } = this.pastAt(readTime);
    const isExpired = () => this.#now() - startedAt > LIFETIME_MS;
    return { kind: "readOnly", version, readTime: time, isExpired, use: () => {} };
  }

  /** The version to read at a time; now when none is given. */
  pastAt(readTime: Timestamp | undefined): { version: number; time: Timestamp } {
    const now = this.#clock.readTime();
    if (readTime === undefined) return { version: this.#clock.version, time: now };
    if (readTime > now) {
      throw new FirestoreError("INVALID_ARGUMENT", "The requested read time is in the future.");
    }
    return { version: this.#log.versionAt(readTime), time: readTime };
  }

  #sweep(): void {
    for (const [id, transaction] of this.#open) {
      const isCrowded = this.#open.size >= OPEN_MAX;
      if (!transaction.isExpired() && !isCrowded) return;
      this.end(id);
    }
  }
}

export function expiredTransaction(): FirestoreError {
  return new FirestoreError(
    "INVALID_ARGUMENT",
    "The referenced transaction has expired or is no longer valid.",
  );
}
