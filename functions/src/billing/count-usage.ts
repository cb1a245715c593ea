import { walkAccounts } from "../accounts/walk.ts";
import type { Services } from "../context.ts";
import { dayOf, daysBefore } from "../schema/usage.ts";
import { countDay } from "./count-day.ts";

/** Counts, by status and by phone, each account's messages of a day. */
export async function countUsage(
  services: Pick<Services, "db" | "now">,
  daysAgo: number,
): Promise<void> {
  const day = daysBefore(dayOf(services.now()), daysAgo);
  await walkAccounts(services, (accountId) => countDay(services, accountId, day));
}
