import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { openWalSync, type WalSync } from "./wal-sync.ts";

/**
 * One SQLite file under every durable part of the machine, and the group commit that they share. SQLite appends a commit to the
 * write-ahead log and does not wait (`synchronous = NORMAL`); we flush that log ourselves, on another thread, before anybody hears of
 * the commit. That is what `FULL` does, but for who waits. SQLite still flushes the log before a checkpoint copies from it and the
 * database before the log begins anew, so after a power cut the log's valid frames are a prefix of the commits that has every one
 * that was told of. One group is under way at a time: what comes while it is flushed makes up the next.
 */
export interface Storage {
  /** For reads at any time; for writes only inside `write`. */
  readonly database: DatabaseSync;
  /**
   * Runs `job` in the next group commit and resolves with its result once that is on disk. Jobs that arrive in one turn of
   * the event loop share one SQL transaction and one flush. A job that throws rejects alone; had it written before, the
   * group is rolled back and its other jobs run again. So a job changes nothing but the database, or follows the group
   * with `join`.
   */
  write<T>(job: () => T): Promise<T>;
  /** Resolves once what can be read now is on disk. To wait for before telling the world what was read. */
  settled(): Promise<void>;
  /** Follows every group commit. Returns the way to stop. */
  join(follower: GroupFollower): () => void;
  /** Commits what waits, then closes the file. */
  close(): Promise<void>;
}

/** State in memory that moves with the group: taken over when it is committed, dropped when it is rolled back. */
export interface GroupFollower {
  /** Last writes of the group. */
  beforeCommit?(): void;
  /** Reads see the group from now on, and nobody may be told of it yet. Must not throw. */
  afterCommit?(): void;
  /** The group is on disk; none of its promises has resolved yet. Must not throw. */
  afterSync?(): void;
  /** The group left no trace. */
  afterRollback?(): void;
}

interface Job {
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** What a group came to: the job that spoilt it, so that the others must run again without it, or what is to be told once it is on disk. */
type Outcome = { kind: "spoilt"; by: Job } | { kind: "ended"; settled: (() => void)[] };

/** Opens `handset.sqlite` in `directory`, or a database in memory when it is null (tests). */
export function openStorage(directory: string | null): Storage {
  if (directory !== null) mkdirSync(directory, { recursive: true });
  const path = directory === null ? ":memory:" : join(directory, "handset.sqlite");
  const database = new DatabaseSync(path);
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000",
  );
  database.exec("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
  // Pages, 16 MB. A checkpoint flushes on this thread: fewer of them write a page that changes often fewer times.
  database.exec("PRAGMA wal_autocheckpoint = 4000");
  return createStorage(database, directory === null ? null : openWalSync(path));
}

/** `wal` null: nothing to flush. */
export function createStorage(database: DatabaseSync, wal: WalSync | null): Storage {
  return new GroupCommit(database, wal);
}

class GroupCommit implements Storage {
  readonly database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #changeCount: StatementSync;
  readonly #wal: WalSync | null;
  readonly #followers = new Set<GroupFollower>();
  #waiting: Job[] = [];
  #isScheduled = false;
  /** The flush under way. */
  #syncing: Promise<void> | null = null;

  constructor(database: DatabaseSync, wal: WalSync | null) {
    this.database = database;
    this.#wal = wal;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#changeCount = database.prepare("SELECT total_changes() AS n");
  }

  write<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: job, resolve: resolve as (value: unknown) => void, reject });
      if (this.#isScheduled || this.#syncing !== null) return;
      this.#isScheduled = true;
      setImmediate(() => this.#flush());
    });
  }

  join(follower: GroupFollower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  settled(): Promise<void> {
    return this.#syncing ?? Promise.resolve();
  }

  async close(): Promise<void> {
    while (this.#waiting.length > 0 || this.#syncing !== null) {
      this.#flush();
      await this.#syncing;
    }
    this.#wal?.close();
    this.database.close();
  }

  #flush(): void {
    this.#isScheduled = false;
    if (this.#syncing !== null) return;
    let jobs = this.#waiting;
    this.#waiting = [];
    while (jobs.length > 0) {
      const outcome = this.#runGroup(jobs);
      if (outcome.kind === "ended") {
        this.#sync(outcome.settled);
        return;
      }
      jobs = jobs.filter((job) => job !== outcome.by);
    }
  }

  #sync(settled: (() => void)[]): void {
    if (this.#wal === null) {
      this.#tell(settled);
      return;
    }
    this.#syncing = this.#wal.sync().then(() => {
      this.#syncing = null;
      this.#tell(settled);
      this.#flush();
    });
  }

  #tell(settled: (() => void)[]): void {
    for (const follower of this.#followers) follower.afterSync?.();
    for (const settle of settled) settle();
  }

  /** One SQL transaction. */
  #runGroup(jobs: Job[]): Outcome {
    const settled: (() => void)[] = [];
    try {
      this.#begin.run();
      for (const job of jobs) {
        const changesBefore = this.#changes();
        try {
          const value = job.run();
          settled.push(() => job.resolve(value));
        } catch (error) {
          if (!this.database.isTransaction || this.#changes() !== changesBefore) {
            this.#rollBack();
            job.reject(error);
            return { kind: "spoilt", by: job };
          }
          settled.push(() => job.reject(error));
        }
      }
      for (const follower of this.#followers) follower.beforeCommit?.();
      this.#commit.run();
    } catch (error) {
      this.#rollBack();
      for (const job of jobs) job.reject(error);
      return { kind: "ended", settled: [] };
    }
    for (const follower of this.#followers) follower.afterCommit?.();
    return { kind: "ended", settled };
  }

  #rollBack(): void {
    if (this.database.isTransaction) this.database.exec("ROLLBACK");
    for (const follower of this.#followers) follower.afterRollback?.();
  }

  #changes(): unknown {
    return this.#changeCount.get()?.n;
  }
}
