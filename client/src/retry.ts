const WAIT_SECONDS_MAX = 60;

/** Answers after which the same call may succeed. */
export function isRetryable(status: number): boolean {
  return status === 429 || status === 408 || status >= 500;
}

/** What `Retry-After` asks for, else twice as long each time, with chance so that callers spread. */
export function waitMs(attempt: number, retryAfter: string | null, now: number): number {
  const asked = readRetryAfter(retryAfter, now);
  if (asked !== null) return Math.min(asked, WAIT_SECONDS_MAX * 1000);
  return Math.min(500 * 2 ** attempt, 8_000) * (0.5 + Math.random() / 2);
}

function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null || value.trim() === "") return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(seconds, 0) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(date - now, 0);
}
