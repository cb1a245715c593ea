import { walkAccounts } from "../accounts/walk.ts";
import type { Services } from "../context.ts";
import type { MessageStatus } from "../schema/message.ts";
import { dayOf, type UsageOutcomes } from "../schema/usage.ts";
import { countMessages, writeOutcomes } from "./usage-store.ts";

const DAY_MS = 86_400_000;

/** By the outcome, the statuses that make it up. */
const STATUSES: Record<Exclude<keyof UsageOutcomes, "countedAt">, MessageStatus[]> = {
  waiting: ["scheduled", "queued", "dispatched"],
  sent: ["sent"],
  delivered: ["delivered"],
  failed: ["failed"],
  expired: ["expired"],
  canceled: ["canceled"],
  received: ["received"],
};

/** Counts, by status, each account's messages of a day. An account that had none costs one read. */
export async function countUsage(
  services: Pick<Services, "db" | "now">,
  daysAgo: number,
): Promise<void> {
  const countedAt = services.now();
  const day = dayOf(new Date(countedAt.getTime() - daysAgo * DAY_MS));
  await walkAccounts(services, async (accountId) => {
    const count = (statuses: MessageStatus[] | "any") =>
      countMessages(services.db, accountId, { day, statuses });
    if ((await count("any")) === 0) return;
    const outcomes: UsageOutcomes = {
      waiting: await count(STATUSES.waiting),
      sent: await count(STATUSES.sent),
      delivered: await count(STATUSES.delivered),
      failed: await count(STATUSES.failed),
      expired: await count(STATUSES.expired),
      canceled: await count(STATUSES.canceled),
      received: await count(STATUSES.received),
      countedAt,
    };
    await writeOutcomes(services.db, accountId, day, outcomes);
  });
}
