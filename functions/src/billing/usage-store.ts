import type { Firestore, Query } from "firebase-admin/firestore";
import type { MessageStatus } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import { Usage, type UsageOutcomes } from "../schema/usage.ts";

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

export async function writeOutcomes(
  db: Firestore,
  accountId: string,
  day: string,
  outcomes: UsageOutcomes,
): Promise<void> {
  await db.doc(paths.usageDay(accountId, day)).set({ day, outcomes }, { merge: true });
}

const DAY_MS = 86_400_000;

/** How many messages that were created on a day of UTC have one of these statuses. */
export async function countMessages(
  db: Firestore,
  accountId: string,
  { day, statuses }: { day: string; statuses: readonly MessageStatus[] | "any" },
): Promise<number> {
  const start = new Date(day);
  let query: Query = db
    .collection(paths.messages(accountId))
    .where("createdAt", ">=", start)
    .where("createdAt", "<", new Date(start.getTime() + DAY_MS))
    .orderBy("createdAt", "desc");
  if (statuses !== "any") query = query.where("status", "in", [...statuses]);
  return (await query.count().get()).data().count;
}
