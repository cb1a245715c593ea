import { FirestoreError } from "../errors.ts";
import type { Timestamp } from "../protocol.ts";

const SECONDS_MIN = -62_135_596_800;
const SECONDS_MAX = 253_402_300_799;
const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Cuts to microseconds, as Firestore does. */
export function timestampFromParts(seconds: number, nanos: number): Timestamp {
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX || nanos < 0 || nanos > 999_999_999) {
    throw new FirestoreError(
      "INVALID_ARGUMENT",
      `A timestamp is out of range: ${seconds} seconds, ${nanos} nanoseconds.`,
    );
  }
  const micros = Math.floor(nanos / 1000);
  const text = new Date(seconds * 1000).toISOString();
  return `${text.slice(0, 19)}.${String(micros).padStart(6, "0")}Z`;
}

/** The second that was parsed last: the documents of one answer often share theirs. */
let parsed = { text: "", seconds: 0 };

export function partsOfTimestamp(timestamp: Timestamp): { seconds: number; nanos: number } {
  const text = timestamp.slice(0, 19);
  if (text !== parsed.text) parsed = { text, seconds: Date.parse(`${text}Z`) / 1000 };
  return { seconds: parsed.seconds, nanos: Number(timestamp.slice(20, 26)) * 1000 };
}

/** Reads any RFC 3339 text; null when it is none. */
export function parseTimestamp(text: string): Timestamp | null {
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = "", sign, zoneHour, zoneMinute] =
    match;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(day)) return null;
  const zoneMinutes = sign === undefined ? 0 : Number(zoneHour) * 60 + Number(zoneMinute);
  const seconds = local / 1000 - (sign === "-" ? -zoneMinutes : zoneMinutes) * 60;
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) return null;
  return timestampFromParts(seconds, Number(fraction.padEnd(9, "0")));
}
