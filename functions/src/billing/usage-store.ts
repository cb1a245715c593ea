import type { Firestore, Query } from "firebase-admin/firestore";
import type { MessageStatus } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import { endOf, Usage, type UsageOutcomes } from "../schema/usage.ts";

/** Oldest first; days on which nothing happened are absent. */
export async function findUsage(
  db: Firestore,
  accountId: string,
  from: string,
  to: string,
): Promise<Usage[]> {
  const snapshot = await db
    .collection(paths.usage(accountId))
    .where("day", ">=", from)
    .where("day", "<=", to)
    .orderBy("day")
    .get();
  return snapshot.docs.map((doc) => readDocument(Usage, doc.ref.path, doc.data()));
}

/** In the place of an earlier count. */
export async function writeOutcomes(
  db: Firestore,
  accountId: string,
  day: string,
  outcomes: UsageOutcomes,
): Promise<void> {
  await db
    .doc(paths.usageDay(accountId, day))
    .set({ day, outcomes }, { mergeFields: ["day", "outcomes"] });
}

export async function findDeviceIds(db: Firestore, accountId: string): Promise<string[]> {
  const snapshot = await db.collection(paths.devices(accountId)).select().get();
  return snapshot.docs.map((doc) => doc.id);
}

/** How many messages that were created on a day of UTC are such. */
export async function countMessages(
  db: Firestore,
  accountId: string,
  day: string,
  such: { statuses: readonly MessageStatus[] } | { deviceId: string } | "any",
): Promise<number> {
  let query: Query = db
    .collection(paths.messages(accountId))
    .where("createdAt", ">=", new Date(day))
    .where("createdAt", "<", endOf(day))
    .orderBy("createdAt", "desc");
  if (such !== "any") {
    query =
      "statuses" in such
        ? query.where("status", "in", [...such.statuses])
        : query.where("deviceId", "==", such.deviceId);
  }
  return (await query.count().get()).data().count;
}
