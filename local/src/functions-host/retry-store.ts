import type { Storage } from "../storage.ts";
import type { PendingEvent } from "./cloud-event.ts";

/** An event whose handler failed, kept until it succeeds or is too old. */
export interface FailedEvent {
  id: number;
  pending: PendingEvent;
  attempts: number;
  firstFailedAt: number;
  dueAt: number;
}

/** The events that wait to be tried again. What writes must be called inside `storage.write`. */
export type RetryStore = ReturnType<typeof createRetryStore>;

export function createRetryStore({ database }: Storage) {
  database.exec(`
    CREATE TABLE IF NOT EXISTS host_failed_events (
      id INTEGER PRIMARY KEY,
      pending TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      first_failed_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS host_failed_events_due ON host_failed_events (due_at);
  `);
  const insert = database.prepare(
    "INSERT INTO host_failed_events (pending, attempts, first_failed_at, due_at) VALUES (?, 1, ?, ?)",
  );
  const update = database.prepare(
    "UPDATE host_failed_events SET attempts = ?, due_at = ? WHERE id = ?",
  );
  const remove = database.prepare("DELETE FROM host_failed_events WHERE id = ?");
  const due = database.prepare(
    "SELECT * FROM host_failed_events WHERE due_at <= ? ORDER BY due_at LIMIT ?",
  );
  const next = database.prepare(
    "SELECT due_at FROM host_failed_events WHERE due_at > ? ORDER BY due_at LIMIT 1",
  );
  return {
    insert: (pending: PendingEvent, failedAt: number, dueAt: number) =>
      insert.run(JSON.stringify(pending), failedAt, dueAt),
    postpone: ({ id, attempts }: FailedEvent, dueAt: number) => update.run(attempts + 1, dueAt, id),
    remove: (id: number) => remove.run(id),
    due: (now: number, limit: number): FailedEvent[] =>
      due.all(now, limit).map((row) => ({
        id: Number(row.id),
        pending: JSON.parse(String(row.pending)),
        attempts: Number(row.attempts),
        firstFailedAt: Number(row.first_failed_at),
        dueAt: Number(row.due_at),
      })),
    nextDueAt: (now: number): number | null =>
      (next.get(now)?.due_at as number | undefined) ?? null,
  };
}
