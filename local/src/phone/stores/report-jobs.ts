import type { PhoneDatabase } from "./database.ts";

export interface ReportJob {
  id: number;
  messageId: string;
  retryCount: number;
}

export interface ReportJobStore {
  add(messageId: string, now: number): void;
  due(now: number, limit: number): ReportJob[];
  nextAttemptAt(): number | null;
  retryAt(id: number, at: number): void;
  remove(id: number): void;
  count(): number;
}

export function createReportJobStore({ all, get, run }: PhoneDatabase): ReportJobStore {
  return {
    add: (messageId, now) =>
      void run(
        "INSERT INTO report_jobs (message_id, retry_count, next_attempt_at) VALUES (?, 0, ?)",
        messageId,
        now,
      ),
    due: (now, limit) =>
      all<ReportJob>(
        `SELECT id, message_id AS messageId, retry_count AS retryCount FROM report_jobs
         WHERE next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?`,
        now,
        limit,
      ),
    nextAttemptAt: () =>
      get<{ at: number | null }>("SELECT MIN(next_attempt_at) AS at FROM report_jobs")?.at ?? null,
    retryAt: (id, at) =>
      void run(
        "UPDATE report_jobs SET retry_count = retry_count + 1, next_attempt_at = ? WHERE id = ?",
        at,
        id,
      ),
    remove: (id) => void run("DELETE FROM report_jobs WHERE id = ?", id),
    count: () => get<{ count: number }>("SELECT COUNT(*) AS count FROM report_jobs")?.count ?? 0,
  };
}
