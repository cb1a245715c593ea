import { HandsetError } from "./handset-error.ts";

export interface RetrySettings {
  retries: number;
  waitMsMax: number;
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

interface Repeatable {
  /** Doing it twice is doing it once. */
  isSafe: boolean;
  signal: AbortSignal | undefined;
}

/** Repeats what failed for a while, as long after as the server asks; what it asks beyond the longest wait is thrown. */
export async function withRetries<T>(
  { retries, waitMsMax, sleep }: RetrySettings,
  { isSafe, signal }: Repeatable,
  act: (previous: HandsetError | null) => Promise<T>,
): Promise<T> {
  let previous: HandsetError | null = null;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act(previous);
    } catch (error) {
      const mayRepeat =
        error instanceof HandsetError && error.isTemporary && (isSafe || error.isUndone);
      if (!mayRepeat || attempt >= retries) throw error;
      const asked = error.retryAfterSeconds;
      const waitMs = asked === undefined ? backoffMs(attempt) : asked * 1000;
      if (waitMs > waitMsMax) throw error;
      previous = error;
      await sleep(waitMs, signal);
    }
  }
}

/** Twice as long each time, with chance so that callers spread. */
function backoffMs(attempt: number): number {
  return Math.min(500 * 2 ** attempt, 4_000) * (0.5 + Math.random() / 2);
}

/** In seconds or as a date; undefined: neither. */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(seconds, 0);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max((date - now) / 1000, 0);
}

/** Ends early, with the signal's reason, when the caller gives up. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", giveUp, { once: true });
  });
}
