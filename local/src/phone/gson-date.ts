import { GsonError } from "./gson.ts";

export interface ParsedDate {
  epochMs: number;
  /** Why the phone may not have understood what the server meant; null when the form is the safe one. */
  warning: string | null;
}

const PATTERN = /^(\d{4})-(\d\d?)-(\d\d?)T(\d\d?):(\d\d?):(\d\d?)\.(\d+)(Z|[+-]\d\d:\d\d)/;
const FALLBACK =
  /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d)(?::?(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)$/;
const DAY = /^(\d{4})-?(\d\d)-?(\d\d)$/;

/**
 * Reads a date as the app's Gson does: its own pattern first, where the fraction is a count of milliseconds however many
 * digits it has, then ISO 8601. Throws where Gson throws, which loses the whole document.
 */
export function parseGsonDate(text: string, utcOffsetMinutes: number): ParsedDate {
  const byPattern = PATTERN.exec(text);
  if (byPattern !== null) {
    const fraction = byPattern[7] ?? "";
    return {
      epochMs: toEpochMs(text, byPattern, byPattern[8]) + Number(fraction),
      warning:
        fraction.length === 3
          ? null
          : `date "${text}" has ${fraction.length} fraction digits, which the app reads as ${Number(fraction)} ms: send exactly three`,
    };
  }
  const byFallback = FALLBACK.exec(text);
  if (byFallback !== null) {
    const fractionMs = Number((byFallback[7] ?? "").slice(0, 3).padEnd(3, "0"));
    return { epochMs: toEpochMs(text, byFallback, byFallback[8]) + fractionMs, warning: null };
  }
  const day = DAY.exec(text);
  if (day !== null) {
    return {
      epochMs: toEpochMs(text, day, undefined) - utcOffsetMinutes * 60_000,
      warning: `date "${text}" has no time: the app takes midnight in its own zone`,
    };
  }
  throw new GsonError(`date "${text}" is in no form that the app can read`);
}

function toEpochMs(text: string, match: RegExpExecArray, zone: string | undefined): number {
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const epochMs = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour ?? 0, minute ?? 0, second ?? 0);
  if (Number.isNaN(epochMs)) throw new GsonError(`date "${text}" is out of range`);
  return epochMs - zoneOffsetMs(zone);
}

function zoneOffsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith("-") ? -1 : 1) * minutes * 60_000;
}

/** Writes a date as the app does: local time, three fraction digits and the offset, `Z` when there is none. */
export function formatGsonDate(epochMs: number, utcOffsetMinutes: number): string {
  const local = new Date(epochMs + utcOffsetMinutes * 60_000).toISOString().slice(0, -1);
  if (utcOffsetMinutes === 0) return `${local}Z`;
  const sign = utcOffsetMinutes < 0 ? "-" : "+";
  const minutes = Math.abs(utcOffsetMinutes);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${local}${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
