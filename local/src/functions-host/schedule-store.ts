import type { Storage } from "../storage.ts";

/** Where one schedule stands. Times in milliseconds. */
export interface ScheduleState {
  /** The text and zone that `dueAt` was reckoned from. */
  schedule: string;
  /** When it runs next, be it a new occurrence or another attempt. */
  dueAt: number | null;
  /** The occurrence that is being attempted; null between two. */
  occurrence: number | null;
  attempts: number;
  firstAttemptAt: number | null;
}

export type ScheduleStore = ReturnType<typeof createScheduleStore>;

export function createScheduleStore({ database }: Storage) {
  database.exec(
    "CREATE TABLE IF NOT EXISTS host_schedules (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID",
  );
  const get = database.prepare("SELECT state FROM host_schedules WHERE name = ?");
  const put = database.prepare("INSERT OR REPLACE INTO host_schedules (name, state) VALUES (?, ?)");
  return {
    get(name: string): ScheduleState | null {
      const row = get.get(name);
      return row ? JSON.parse(String(row.state)) : null;
    },
    /** To be called inside `storage.write`. */
    put: (name: string, state: ScheduleState) => put.run(name, JSON.stringify(state)),
  };
}
