import type { Release } from "../schema/device.ts";

/** A span of time in which releases are limited; those of one bucket are counted as one entry. */
export interface Span {
  lengthMs: number;
  bucketMs: number;
}

export const MINUTE: Span = { lengthMs: 60_000, bucketMs: 1_000 };
export const DAY: Span = { lengthMs: 86_400_000, bucketMs: 3_600_000 };

/**
 * The releases after one more. A bucket counts as if all of it had been released at its last moment, so that no span, wherever it
 * begins, ever holds more than its limit.
 */
export function addRelease(releases: readonly Release[], span: Span, now: Date): Release[] {
  const at = now.getTime();
  const kept = recentOf(releases, span, now);
  const last = kept.at(-1);
  if (last === undefined || bucketOf(last.at, span) < bucketOf(at, span)) {
    return [...kept, { at, count: 1 }];
  }
  return [...kept.slice(0, -1), { at: Math.max(last.at, at), count: last.count + 1 }];
}

export function countReleases(releases: readonly Release[], span: Span, now: Date): number {
  return recentOf(releases, span, now).reduce((sum, { count }) => sum + count, 0);
}

/** When there is room for one more under the limit; null: there is now. */
export function opensAt(
  releases: readonly Release[],
  span: Span,
  limit: number,
  now: Date,
): Date | null {
  let count = countReleases(releases, span, now);
  if (count < limit) return null;
  for (const release of recentOf(releases, span, now).toSorted((a, b) => a.at - b.at)) {
    count -= release.count;
    if (count < limit) return new Date(release.at + span.lengthMs);
  }
  return null;
}

function recentOf(releases: readonly Release[], { lengthMs }: Span, now: Date): Release[] {
  return releases.filter(({ at }) => at + lengthMs > now.getTime());
}

function bucketOf(at: number, { bucketMs }: Span): number {
  return Math.floor(at / bucketMs);
}
