const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const clockToSecond = new Intl.DateTimeFormat(undefined, {
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const wholeDay = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const dayOfYear = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const DAY_MS = 86_400_000;

export const formatClock = (at: Date): string => clock.format(at);
export const formatClockToSecond = (at: Date): string => clockToSecond.format(at);
export const formatFull = (at: Date): string => full.format(at);
export const formatDate = (at: Date): string => dayOfYear.format(at);

/** A time today, a weekday this week, else a date. */
export function formatBrief(at: Date, now = new Date()): string {
  const days = daysBetween(at, now);
  if (days === 0) return clock.format(at);
  if (days > 0 && days < 7) return weekday.format(at);
  return at.getFullYear() === now.getFullYear() ? dayAndMonth.format(at) : dayOfYear.format(at);
}

export function formatDay(at: Date, now = new Date()): string {
  const days = daysBetween(at, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return at.getFullYear() === now.getFullYear() ? wholeDay.format(at) : dayOfYear.format(at);
}

/** A day and a time: "3 Nov, 14:02". */
export function formatMoment(at: Date, now = new Date()): string {
  return daysBetween(at, now) === 0
    ? clock.format(at)
    : `${formatBrief(at, now)}, ${clock.format(at)}`;
}

/** How long: "4 s", "2 min", "3 h", "5 days". */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return "under 1 s";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 36) return `${Math.round(hours)} h`;
  return `${Math.round(hours / 24)} days`;
}

export function startOfDay(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

function daysBetween(at: Date, now: Date): number {
  return Math.round((startOfDay(now).getTime() - startOfDay(at).getTime()) / DAY_MS);
}
