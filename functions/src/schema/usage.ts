import { z } from "zod";
import { Micros } from "./money.ts";
import { Time } from "./time.ts";

/** What became of a day's messages, as counted at `countedAt`. */
export const UsageOutcomes = z.object({
  waiting: z.int(),
  sent: z.int(),
  delivered: z.int(),
  failed: z.int(),
  expired: z.int(),
  canceled: z.int(),
  received: z.int(),
  /** In and out, by the phone that has them; days counted before phones were are without it. */
  byDevice: z.record(z.string(), z.int()).default({}),
  countedAt: Time,
});
export type UsageOutcomes = z.infer<typeof UsageOutcomes>;

/** `accounts/{a}/usage/{day}`, a day of UTC such as 2026-11-22. */
export const Usage = z.object({
  day: z.string(),
  /** Accepted on that day. */
  messages: z.int().default(0),
  segments: z.int().default(0),
  /** Reserved on that day, given back later or not. */
  spent: Micros.default(0),
  /** Null until they are counted. */
  outcomes: UsageOutcomes.nullable().default(null),
});
export type Usage = z.infer<typeof Usage>;

/** The day of UTC that a moment is in. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;

/** When the next day of UTC begins. */
export function endOf(day: string): Date {
  return new Date(Date.parse(day) + DAY_MS);
}

/** So many days earlier; later, when negative. */
export function daysBefore(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) - days * DAY_MS));
}
