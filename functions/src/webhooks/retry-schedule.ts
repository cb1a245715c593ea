const SECOND = 1;
const MINUTE = 60;
const HOUR = 3600;

/** Seconds from one attempt to the next; together about three days. */
const DELAYS_SECONDS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

export const ATTEMPTS_MAX = DELAYS_SECONDS.length + 1;
const JITTER = 0.1;
const RETRY_AFTER_SECONDS_MAX = 24 * HOUR;

/**
 * When to try again after `tries` failed attempts, or null when it was enough. `Retry-After` puts the next attempt off, never forward.
 * `random` is from 0 to 1.
 */
export function planRetry(
  tries: number,
  { now, retryAfter, random }: { now: Date; retryAfter: string | null; random: number },
): Date | null {
  const delay = DELAYS_SECONDS[tries - 1];
  if (delay === undefined) return null;
  const jittered = delay * (1 + JITTER * (2 * random - 1));
  const asked = Math.min(readRetryAfter(retryAfter, now), RETRY_AFTER_SECONDS_MAX);
  return new Date(now.getTime() + Math.round(1000 * Math.max(jittered, asked)));
}

/** Seconds; 0 when it says nothing that can be understood. RFC 9110, 10.2.3: seconds or a date. */
function readRetryAfter(text: string | null, now: Date): number {
  if (text === null) return 0;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, (at - now.getTime()) / 1000);
}
