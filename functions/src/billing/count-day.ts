import type { Services } from "../context.ts";
import type { MessageStatus } from "../schema/message.ts";
import type { UsageOutcomes } from "../schema/usage.ts";
import { countMessages, findDeviceIds, writeOutcomes } from "./usage-store.ts";

/** By the outcome, the statuses that make it up. */
const STATUSES: Record<Exclude<keyof UsageOutcomes, "byDevice" | "countedAt">, MessageStatus[]> = {
  waiting: ["scheduled", "queued", "dispatched"],
  sent: ["sent"],
  delivered: ["delivered"],
  failed: ["failed"],
  expired: ["expired"],
  canceled: ["canceled"],
  received: ["received"],
};

/** Counts an account's messages of a day, by status and by phone. A day that had none costs one read; its answer is null. */
export async function countDay(
  { db, now }: Pick<Services, "db" | "now">,
  accountId: string,
  day: string,
): Promise<UsageOutcomes | null> {
  const countedAt = now();
  if ((await countMessages(db, accountId, day, "any")) === 0) return null;
  const count = (statuses: MessageStatus[]) => countMessages(db, accountId, day, { statuses });
  const outcomes: UsageOutcomes = {
    // From the last status back: a message that moves on meanwhile is missed, never counted twice.
    delivered: await count(STATUSES.delivered),
    failed: await count(STATUSES.failed),
    expired: await count(STATUSES.expired),
    canceled: await count(STATUSES.canceled),
    received: await count(STATUSES.received),
    sent: await count(STATUSES.sent),
    waiting: await count(STATUSES.waiting),
    byDevice: {},
    countedAt,
  };
  for (const deviceId of await findDeviceIds(db, accountId)) {
    const ofDevice = await countMessages(db, accountId, day, { deviceId });
    if (ofDevice > 0) outcomes.byDevice[deviceId] = ofDevice;
  }
  await writeOutcomes(db, accountId, day, outcomes);
  return outcomes;
}
