import { Cron } from "croner";

/** When a schedule falls due next, strictly after a time in milliseconds; null when never. */
export type NextRun = (after: number) => number | null;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const ORDINALS = ["first", "second", "third", "fourth", "fifth"];

const INTERVAL =
  /^every (\d+) (minutes?|mins?|hours?|hrs?)(?: (synchronized)| from (\d\d?:\d\d) to (\d\d?:\d\d))?$/;
const CALENDAR = /^(?:(every)|([\w,]+)) ?([a-z,]+)?(?: of ([a-z,]+))? (\d\d?):(\d\d)$/;

/** Reads unix cron (`5 4 * * *`) and App Engine's text (`every 5 minutes`, `every monday 09:00`). */
export function parseSchedule(text: string, timeZone: string): NextRun {
  const normal = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (/^[\d*]/.test(normal) && normal.split(" ").length === 5 && !normal.includes(":")) {
    return cron(text.trim(), timeZone);
  }
  const next = interval(normal, timeZone) ?? calendar(normal, timeZone);
  if (next) return next;
  throw new Error(`"${text}" is neither a unix cron schedule nor App Engine schedule text.`);
}

function cron(pattern: string, timezone: string): NextRun {
  const job = new Cron(pattern, { timezone, mode: "5-part", paused: true });
  return (after) => job.nextRun(new Date(after))?.getTime() ?? null;
}

/** Without a window or `synchronized`, production counts from the run before; so does this, from the time given. */
function interval(text: string, timeZone: string): NextRun | null {
  const match = INTERVAL.exec(text);
  if (!match) return null;
  const [, count = "", unit = "", synchronized, from, to] = match;
  const minutes = Number(count) * (unit.startsWith("h") ? 60 : 1);
  if (minutes === 0) throw new Error(`"${text}" never falls due.`);
  if (synchronized) return everyFrom(0, 24 * 60, minutes, timeZone);
  if (!from || !to) return (after) => after + minutes * 60_000;
  const [start, end] = [minuteOfDay(from), minuteOfDay(to)];
  return everyFrom(start, end >= start ? end + 1 : end + 24 * 60 + 1, minutes, timeZone);
}

/** Every `step` minutes of the day from `start` up to, not including, `end`; `end` may lie in the next day. */
function everyFrom(start: number, end: number, step: number, timeZone: string): NextRun {
  const times = new Map<number, number[]>();
  for (let minute = start; minute < end; minute += step) {
    const hour = Math.floor(minute / 60) % 24;
    times.set(minute % 60, [...(times.get(minute % 60) ?? []), hour]);
  }
  const parts = [...times].map(([minute, hours]) => cron(`${minute} ${hours} * * *`, timeZone));
  return earliest(parts);
}

/** `every day 09:00`, `1st,third monday of sep,oct 17:00`, `1,15 of month 04:00`. */
function calendar(text: string, timeZone: string): NextRun | null {
  const match = CALENDAR.exec(text);
  if (!match) return null;
  const [, every, ordinals = "", days = "day", months = "month", hour, minute] = match;
  const month = months === "month" ? "*" : numbersOf(months, MONTHS, 1);
  const numbers = every ? [] : ordinals.split(",").map(ordinalOf);
  const isOfMonth = days === "day";
  if (!month || numbers.includes(null)) return null;
  if (isOfMonth) {
    return cron(`${minute} ${hour} ${every ? "*" : numbers} ${month} *`, timeZone);
  }
  const weekdays = numbersOf(days, WEEKDAYS, 0);
  if (!weekdays) return null;
  const nth = every ? weekdays : weekdays.flatMap((day) => numbers.map((n) => `${day}#${n}`));
  return cron(`${minute} ${hour} * ${month} ${nth}`, timeZone);
}

function numbersOf(list: string, names: string[], first: number): number[] | null {
  const numbers = list.split(",").map((word) => names.indexOf(word.slice(0, 3)) + first);
  return numbers.some((number) => number < first) ? null : numbers;
}

function ordinalOf(word: string): number | null {
  const named = ORDINALS.indexOf(word) + 1;
  if (named > 0) return named;
  const digits = /^(\d\d?)(?:st|nd|rd|th)?$/.exec(word)?.[1];
  return digits === undefined ? null : Number(digits);
}

function minuteOfDay(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

function earliest(parts: NextRun[]): NextRun {
  return (after) => {
    const times = parts.map((next) => next(after)).filter((time) => time !== null);
    return times.length > 0 ? Math.min(...times) : null;
  };
}
