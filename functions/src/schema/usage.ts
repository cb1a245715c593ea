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
