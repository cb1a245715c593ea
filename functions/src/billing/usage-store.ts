import type { Firestore } from "firebase-admin/firestore";
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
