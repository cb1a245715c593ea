import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** One SQLite file under every durable part of the machine, and the group commit that they share. */
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
  /** Follows every group commit. Returns the way to stop. */
  join(follower: GroupFollower): () => void;
  /** Commits what waits, then closes the file. */
  close(): Promise<void>;
}

/** State in memory that moves with the group: taken over after the flush, dropped when the group did not reach the disk. */
export interface GroupFollower {
  /** Last writes of the group. */
  beforeCommit?(): void;
  /** The group is on disk; none of its promises has resolved yet. Must not throw. */
  afterCommit?(): void;
  /** The group left no trace. */
  afterRollback?(): void;
}

interface Job {
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Opens `handset.sqlite` in `directory`, or a database in memory when it is null (tests). */
export function openStorage(directory: string | null): Storage {
  if (directory !== null) mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(
    directory === null ? ":memory:" : join(directory, "handset.sqlite"),
  );
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000");
  database.exec("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
  return new GroupCommit(database);
}

class GroupCommit implements Storage {
  readonly database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #changeCount: StatementSync;
  readonly #followers = new Set<GroupFollower>();
  #waiting: Job[] = [];
  #isScheduled = false;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#changeCount = database.prepare("SELECT total_changes() AS n");
  }

  write<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: job, resolve: resolve as (value: unknown) => void, reject });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => this.#flush());
    });
  }

  join(follower: GroupFollower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  async close(): Promise<void> {
    this.#flush();
    this.database.close();
  }

  #flush(): void {
    this.#isScheduled = false;
    let jobs = this.#waiting;
    this.#waiting = [];
    while (jobs.length > 0) {
      const offender = this.#runGroup(jobs);
      if (offender === null) return;
      jobs = jobs.filter((job) => job !== offender);
    }
  }

  /** One SQL transaction. Returns the job that spoilt it, if the others must run again without it. */
  #runGroup(jobs: Job[]): Job | null {
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
            return job;
          }
          settled.push(() => job.reject(error));
        }
      }
      for (const follower of this.#followers) follower.beforeCommit?.();
      this.#commit.run();
    } catch (error) {
      this.#rollBack();
      for (const job of jobs) job.reject(error);
      return null;
    }
    for (const follower of this.#followers) follower.afterCommit?.();
    for (const settle of settled) settle();
    return null;
  }

  #rollBack(): void {
    if (this.database.isTransaction) this.database.exec("ROLLBACK");
    for (const follower of this.#followers) follower.afterRollback?.();
  }

  #changes(): unknown {
    return this.#changeCount.get()?.n;
  }
}
