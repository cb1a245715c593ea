import { type Context, requireScope } from "../context.ts";
import { dayOf, type Usage } from "../schema/usage.ts";
import { findUsage } from "./usage-store.ts";

const DAYS_USUAL = 30;
export const USAGE_DAYS_MAX = 366;
const DAY_MS = 86_400_000;

/** Each day from `from` to `to`, both included, the empty ones too. Refuses nothing: a longer time is cut at its beginning. */
export async function listUsage(
  ctx: Context,
  input: { from?: string | undefined; to?: string | undefined },
): Promise<Usage[]> {
  requireScope(ctx, "balance:read");
  const to = input.to ?? dayOf(ctx.now());
  const earliest = before(to, USAGE_DAYS_MAX - 1);
  const asked = input.from ?? before(to, DAYS_USUAL - 1);
  const from = asked < earliest ? earliest : asked;
  const found = new Map(
    (await findUsage(ctx.db, ctx.accountId, from, to)).map((usage) => [usage.day, usage]),
  );
  const days: Usage[] = [];
  for (let day = from; day <= to; day = before(day, -1)) {
    days.push(found.get(day) ?? { day, messages: 0, segments: 0, spent: 0, outcomes: null });
  }
  return days;
}

function before(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) - days * DAY_MS));
}
