import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** One SQLite file under every durable part of the machine, and the group commit that they share. */
export interface Storage {
  /** For reads at any time; for writes only inside `write`. */
  readonly database: DatabaseSync;
  /**
   * Runs `job` in the next group commit and resolves with its result once that is on disk. Jobs that arrive in one turn of
   * the event loop share one SQL transaction and one flush. A job that throws must not have written before; it rejects alone.
   */
  write<T>(job: () => T): Promise<T>;
  /** Commits what waits, then closes the file. */
  close(): Promise<void>;
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
  return new GroupCommit(database);
}

class GroupCommit implements Storage {
  readonly database: DatabaseSync;
  #waiting: Job[] = [];
  #isScheduled = false;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  write<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: job, resolve: resolve as (value: unknown) => void, reject });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => this.#commit());
    });
  }

  async close(): Promise<void> {
    this.#commit();
    this.database.close();
  }

  #commit(): void {
    this.#isScheduled = false;
    const jobs = this.#waiting;
    if (jobs.length === 0) return;
    this.#waiting = [];
    const settled: (() => void)[] = [];
    try {
      this.database.exec("BEGIN IMMEDIATE");
      for (const job of jobs) {
        try {
          const value = job.run();
          settled.push(() => job.resolve(value));
        } catch (error) {
          settled.push(() => job.reject(error));
        }
      }
      this.database.exec("COMMIT");
    } catch (error) {
      if (this.database.isTransaction) this.database.exec("ROLLBACK");
      for (const job of jobs) job.reject(error);
      return;
    }
    for (const settle of settled) settle();
  }
}
