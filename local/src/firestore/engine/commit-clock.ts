import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Timestamp } from "../protocol.ts";
import { formatMicros } from "./clock.ts";

interface Moment {
  version: number;
  micros: number;
}

/** Version and time of commits: both only grow, also across a restart and when the machine's clock goes back. */
export class CommitClock {
  readonly #now: () => number;
  readonly #save: StatementSync;
  /** Taken in the running group. */
  #staged: Moment;
  #durable: Moment;

  constructor(database: DatabaseSync, now: () => number) {
    this.#now = now;
    this.#save = database.prepare("UPDATE engine_state SET version = ?, commit_micros = ?");
    const row = database.prepare("SELECT version, commit_micros FROM engine_state").get();
    this.#durable = { version: Number(row?.version), micros: Number(row?.commit_micros) };
    this.#staged = this.#durable;
  }

  /** Of the last commit on disk. */
  get version(): number {
    return this.#durable.version;
  }

  get commitTime(): Timestamp {
    return formatMicros(this.#durable.micros);
  }

  /** A time that no later commit will carry, and none before was later than. */
  readTime(): Timestamp {
    const micros = Math.max(this.#durable.micros, this.#now() * 1000);
    this.#durable = { ...this.#durable, micros };
    this.#staged = { ...this.#staged, micros: Math.max(this.#staged.micros, micros) };
    return formatMicros(micros);
  }

  nextTime(): Timestamp {
    const micros = Math.max(this.#staged.micros + 1, Math.floor(this.#now() * 1000));
    this.#staged = { ...this.#staged, micros };
    return formatMicros(micros);
  }

  nextVersion(): number {
    this.#staged = { ...this.#staged, version: this.#staged.version + 1 };
    return this.#staged.version;
  }

  save(): void {
    if (this.#staged !== this.#durable) {
      this.#save.run(this.#staged.version, this.#staged.micros);
    }
  }

  keep(): void {
    this.#durable = this.#staged;
  }

  drop(): void {
    this.#staged = { version: this.#durable.version, micros: this.#staged.micros };
  }
}
