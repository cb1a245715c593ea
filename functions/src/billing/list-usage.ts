import { type Context, requireScope } from "../context.ts";
import { dayOf, daysBefore, endOf, type Usage } from "../schema/usage.ts";
import { countDay } from "./count-day.ts";
import { findUsage } from "./usage-store.ts";

const DAYS_USUAL = 30;
export const USAGE_DAYS_MAX = 366;
/** How many days one call counts anew. */
const COUNTS_MAX = 7;

/**
 * Each day from `from` to `to`, both included, the empty ones too. Refuses nothing: a longer time is cut at its beginning. Days that go on, or
 * that no schedule has counted yet, are counted now.
 */
export async function listUsage(
  ctx: Context,
  input: { from?: string | undefined; to?: string | undefined },
): Promise<Usage[]> {
  requireScope(ctx, "balance:read");
  const to = input.to ?? dayOf(ctx.now());
  const earliest = daysBefore(to, USAGE_DAYS_MAX - 1);
  const asked = input.from ?? daysBefore(to, DAYS_USUAL - 1);
  const from = asked < earliest ? earliest : asked;
  const found = new Map(
    (await findUsage(ctx.db, ctx.accountId, from, to)).map((usage) => [usage.day, usage]),
  );
  const days: Usage[] = [];
  for (let day = from; day <= to && days.length < USAGE_DAYS_MAX; day = daysBefore(day, -1)) {
    days.push(found.get(day) ?? { day, messages: 0, segments: 0, spent: 0, outcomes: null });
  }
  const due = days.filter((usage) => isDue(usage, ctx.now())).slice(-COUNTS_MAX);
  await Promise.all(
    due.map(async (usage) => {
      usage.outcomes = (await countDay(ctx, ctx.accountId, usage.day)) ?? usage.outcomes;
    }),
  );
  return days;
}

/** A count is good for a minute, and longer the more it has to count: it costs a read for each thousand messages. */
const FRESH_MS = 60_000;
const FRESH_MS_PER_MESSAGE = 3;

/** Whether a day's outcomes are missing, or may have changed a good while since they were counted. */
function isDue({ day, messages, outcomes }: Usage, now: Date): boolean {
  const isRecent = day === dayOf(now) || day === daysBefore(dayOf(now), 1);
  if (outcomes === null) return isRecent || (messages > 0 && day < dayOf(now));
  const isUnfinished = outcomes.countedAt < endOf(day);
  const ageMs = now.getTime() - outcomes.countedAt.getTime();
  return (isRecent || isUnfinished) && ageMs >= FRESH_MS + messages * FRESH_MS_PER_MESSAGE;
}
