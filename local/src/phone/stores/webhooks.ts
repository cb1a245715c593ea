import type { WebhookEvent } from "../capabilities.ts";
import type { PhoneDatabase } from "./database.ts";

export interface Webhook {
  id: string;
  url: string;
  event: WebhookEvent;
}

export interface QueuedWebhook {
  position: number;
  url: string;
  event: WebhookEvent;
  payload: string;
  /** How many times each attempt posts it; 2 imitates an answer that got lost. */
  copies: number;
  retryCount: number;
}

export interface WebhookStore {
  list(): Webhook[];
  forEvent(event: WebhookEvent): Webhook[];
  replaceAll(webhooks: readonly Webhook[]): void;
  enqueue(item: Pick<QueuedWebhook, "url" | "event" | "payload" | "copies">, now: number): void;
  due(now: number, limit: number): QueuedWebhook[];
  markProcessing(position: number): void;
  /** Undoes `markProcessing`: the attempt was called off. */
  release(position: number): void;
  remove(position: number): void;
  retryAt(position: number, at: number): void;
  fail(position: number): void;
  /** Gives up waiting for attempts that a dead process left open. */
  recoverStuck(before: number): void;
  waitingCount(): number;
  removeFinished(before: number): void;
}

export function createWebhookStore({ all, get, run, transaction }: PhoneDatabase): WebhookStore {
  return {
    list: () => all<Webhook>("SELECT id, url, event FROM webhooks ORDER BY id"),
    forEvent: (event) =>
      all<Webhook>("SELECT id, url, event FROM webhooks WHERE event = ? ORDER BY id", event),
    replaceAll: (webhooks) =>
      transaction(() => {
        run("DELETE FROM webhooks");
        for (const { id, url, event } of webhooks) {
          run("INSERT OR REPLACE INTO webhooks VALUES (?, ?, ?)", id, url, event);
        }
      }),
    enqueue: ({ url, event, payload, copies }, now) =>
      void run(
        `INSERT INTO webhook_queue (url, event, payload, copies, status, retry_count, next_attempt_at, created_at)
         VALUES (?, ?, ?, ?, 'pending', 0, ?, ?)`,
        url,
        event,
        payload,
        copies,
        now,
        now,
      ),
    due: (now, limit) =>
      all<QueuedWebhook>(
        `SELECT position, url, event, payload, copies, retry_count AS retryCount FROM webhook_queue
         WHERE status IN ('pending', 'failed') AND next_attempt_at <= ? ORDER BY next_attempt_at, position LIMIT ?`,
        now,
        limit,
      ),
    markProcessing: (position) =>
      void run("UPDATE webhook_queue SET status = 'processing' WHERE position = ?", position),
    release: (position) =>
      void run("UPDATE webhook_queue SET status = 'pending' WHERE position = ?", position),
    remove: (position) => void run("DELETE FROM webhook_queue WHERE position = ?", position),
    retryAt: (position, at) =>
      void run(
        `UPDATE webhook_queue SET status = 'failed', retry_count = retry_count + 1, next_attempt_at = ?
         WHERE position = ?`,
        at,
        position,
      ),
    fail: (position) =>
      void run(
        "UPDATE webhook_queue SET status = 'permanently_failed' WHERE position = ?",
        position,
      ),
    recoverStuck: (before) =>
      void run(
        "UPDATE webhook_queue SET status = 'pending' WHERE status = 'processing' AND next_attempt_at < ?",
        before,
      ),
    waitingCount: () =>
      get<{ count: number }>(
        "SELECT COUNT(*) AS count FROM webhook_queue WHERE status IN ('pending', 'failed')",
      )?.count ?? 0,
    removeFinished: (before) =>
      void run(
        "DELETE FROM webhook_queue WHERE status = 'permanently_failed' AND created_at < ?",
        before,
      ),
  };
}
