import type { Account } from "../schema/account.ts";

export const RATE_WINDOW_SECONDS = 60;

export interface RateLimit {
  limit: number;
  remaining: number;
  /** Until the window ends. */
  resetSeconds: number;
}

/** The account's window as it is at `now`: a new one when the last has ended. */
export function currentWindow(account: Account, now: Date): Account["rateWindow"] {
  const endsAt = account.rateWindow.startedAt.getTime() + RATE_WINDOW_SECONDS * 1000;
  return now.getTime() >= endsAt ? { startedAt: now, count: 0 } : account.rateWindow;
}

export function describeLimit(limit: number, window: Account["rateWindow"], now: Date): RateLimit {
  const elapsedSeconds = (now.getTime() - window.startedAt.getTime()) / 1000;
  return {
    limit,
    remaining: Math.max(0, limit - window.count),
    resetSeconds: Math.max(1, Math.ceil(RATE_WINDOW_SECONDS - elapsedSeconds)),
  };
}
