import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { SCHEMA } from "./schema.ts";

export type Row = Record<string, SQLInputValue>;

/** The phone's own database, as Room is the app's. */
export interface PhoneDatabase {
  all<T>(sql: string, ...values: SQLInputValue[]): T[];
  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined;
  /** The count of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** All of `job` is kept or none of it. One inside another belongs to the outer one. */
  transaction<T>(job: () => T): T;
  close(): void;
}

/** Opens `phone.sqlite` in `directory`, or a database in memory when it is null. */
export function openPhoneDatabase(directory: string | null): PhoneDatabase {
  if (directory !== null) mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(
    directory === null ? ":memory:" : join(directory, "phone.sqlite"),
  );
  // NORMAL survives the end of the process at any instant, as Room's default does; only a power cut may take the last commits.
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000",
  );
  database.exec(SCHEMA);
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    // The one cast of rows: each SQL text stands beside the type of its row, in stores/.
    all: <T>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as T[],
    get: <T>(sql: string, ...values: SQLInputValue[]) =>
      prepare(sql).get(...values) as T | undefined,
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    transaction: (job) => runTransaction(database, job),
    close: () => database.close(),
  };
}

function runTransaction<T>(database: DatabaseSync, job: () => T): T {
  if (database.isTransaction) return job();
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = job();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
