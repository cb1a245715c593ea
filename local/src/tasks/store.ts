import type { Storage } from "../storage.ts";
import type { StoredTask, TaskAttempt } from "./task.ts";

const TABLES = `
  CREATE TABLE IF NOT EXISTS tasks_tasks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    is_named INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    request TEXT NOT NULL,
    deadline_ms INTEGER NOT NULL,
    dispatch_count INTEGER NOT NULL DEFAULT 0,
    response_count INTEGER NOT NULL DEFAULT 0,
    first_attempt_at INTEGER,
    last_attempt TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS tasks_due ON tasks_tasks (queue, due_at, seq);
  CREATE TABLE IF NOT EXISTS tasks_spent_names (name TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tasks_spent_until ON tasks_spent_names (until);
  CREATE TABLE IF NOT EXISTS tasks_paused_queues (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`;

/** The place of a task in the order of its queue. */
export interface Position {
  dueAt: number;
  seq: number;
}

export type NewTask = Omit<
  StoredTask,
  "seq" | "dispatchCount" | "responseCount" | "firstAttemptAt" | "lastAttempt"
>;

type Row = Record<string, number | string | null>;

/** The tables of the embedded Cloud Tasks. What writes must be called inside `storage.write`. */
export type TaskStore = ReturnType<typeof createTaskStore>;

export function createTaskStore({ database }: Storage) {
  database.exec(TABLES);
  const sql = {
    insert: database.prepare(
      "INSERT INTO tasks_tasks (name, queue, is_named, due_at, created_at, request, deadline_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    get: database.prepare("SELECT * FROM tasks_tasks WHERE name = ?"),
    due: database.prepare(
      "SELECT * FROM tasks_tasks WHERE queue = ? AND (due_at, seq) > (?, ?) AND due_at <= ? ORDER BY due_at, seq LIMIT ?",
    ),
    nextDue: database.prepare(
      "SELECT due_at FROM tasks_tasks WHERE queue = ? AND (due_at, seq) > (?, ?) ORDER BY due_at, seq LIMIT 1",
    ),
    list: database.prepare(
      "SELECT * FROM tasks_tasks WHERE queue = ? AND seq > ? ORDER BY seq LIMIT ?",
    ),
    remove: database.prepare("DELETE FROM tasks_tasks WHERE name = ? RETURNING is_named"),
    purge: database.prepare("DELETE FROM tasks_tasks WHERE queue = ? AND created_at <= ?"),
    attempted: database.prepare(
      "UPDATE tasks_tasks SET due_at = ?, dispatch_count = ?, response_count = ?, first_attempt_at = ?, last_attempt = ? WHERE name = ?",
    ),
    moveTo: database.prepare("UPDATE tasks_tasks SET due_at = ? WHERE name = ?"),
    spend: database.prepare("INSERT OR REPLACE INTO tasks_spent_names (name, until) VALUES (?, ?)"),
    isSpent: database.prepare("SELECT 1 FROM tasks_spent_names WHERE name = ? AND until > ?"),
    forget: database.prepare("DELETE FROM tasks_spent_names WHERE until <= ?"),
    pause: database.prepare("INSERT OR IGNORE INTO tasks_paused_queues (name) VALUES (?)"),
    resume: database.prepare("DELETE FROM tasks_paused_queues WHERE name = ?"),
    isPaused: database.prepare("SELECT 1 FROM tasks_paused_queues WHERE name = ?"),
  };
  return {
    insert(task: NewTask): StoredTask {
      const { name, queue, isNamedByCaller, dueAt, createdAt, request, deadlineMs } = task;
      const { lastInsertRowid } = sql.insert.run(
        ...[name, queue, Number(isNamedByCaller), dueAt, createdAt],
        ...[JSON.stringify(request), deadlineMs],
      );
      const untried = {
        dispatchCount: 0,
        responseCount: 0,
        firstAttemptAt: null,
        lastAttempt: null,
      };
      return { ...task, seq: Number(lastInsertRowid), ...untried };
    },
    get(name: string): StoredTask | null {
      const row = sql.get.get(name);
      return row ? fromRow(row as Row) : null;
    },
    due: (queue: string, after: Position, until: number, limit: number): StoredTask[] =>
      sql.due.all(queue, after.dueAt, after.seq, until, limit).map((row) => fromRow(row as Row)),
    nextDueAt: (queue: string, after: Position): number | null =>
      (sql.nextDue.get(queue, after.dueAt, after.seq)?.due_at as number | undefined) ?? null,
    list: (queue: string, afterSeq: number, limit: number): StoredTask[] =>
      sql.list.all(queue, afterSeq, limit).map((row) => fromRow(row as Row)),
    /** Takes a task out; a name that a caller chose stays taken until `spentUntil`. */
    remove(name: string, spentUntil: number): boolean {
      const row = sql.remove.get(name);
      if (row?.is_named === 1) sql.spend.run(name, spentUntil);
      return row !== undefined;
    },
    purge: (queue: string, createdUntil: number) => sql.purge.run(queue, createdUntil).changes,
    recordAttempt(task: StoredTask, attempt: TaskAttempt, dueAt: number): void {
      sql.attempted.run(
        ...[dueAt, task.dispatchCount + 1],
        task.responseCount + (attempt.httpStatus === undefined ? 0 : 1),
        ...[task.firstAttemptAt ?? attempt.dispatchedAt, JSON.stringify(attempt), task.name],
      );
    },
    moveTo: (name: string, dueAt: number) => sql.moveTo.run(dueAt, name),
    isSpent: (name: string, now: number): boolean => sql.isSpent.get(name, now) !== undefined,
    forgetSpentNames: (now: number) => sql.forget.run(now),
    setPaused: (queue: string, isPaused: boolean) =>
      isPaused ? sql.pause.run(queue) : sql.resume.run(queue),
    isPaused: (queue: string): boolean => sql.isPaused.get(queue) !== undefined,
  };
}

function fromRow(row: Row): StoredTask {
  return {
    seq: Number(row.seq),
    name: String(row.name),
    queue: String(row.queue),
    isNamedByCaller: row.is_named === 1,
    dueAt: Number(row.due_at),
    createdAt: Number(row.created_at),
    request: JSON.parse(String(row.request)),
    deadlineMs: Number(row.deadline_ms),
    dispatchCount: Number(row.dispatch_count),
    responseCount: Number(row.response_count),
    firstAttemptAt: row.first_attempt_at === null ? null : Number(row.first_attempt_at),
    lastAttempt: row.last_attempt === null ? null : JSON.parse(String(row.last_attempt)),
  };
}
