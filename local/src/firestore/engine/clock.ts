import type { Timestamp } from "../protocol.ts";

/** Microseconds since the epoch as RFC 3339 with six fraction digits. */
export function formatMicros(micros: number): Timestamp {
  const millis = Math.floor(micros / 1000);
  const rest = micros - millis * 1000;
  return `${new Date(millis).toISOString().slice(0, 23)}${String(rest).padStart(3, "0")}Z`;
}

export function parseMicros(time: Timestamp): number {
  return Date.parse(`${time.slice(0, 23)}Z`) * 1000 + Number(time.slice(23, 26));
}

/** Production's server timestamps have milliseconds, its update times microseconds. */
export function toRequestTime(commitTime: Timestamp): Timestamp {
  return `${commitTime.slice(0, 23)}000Z`;
}
