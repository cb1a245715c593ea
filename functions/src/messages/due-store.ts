import type { Firestore, Query } from "firebase-admin/firestore";
import type { Page, PageRequest } from "../walk-pages.ts";

export interface Due {
  accountId: string;
  messageId: string;
}

/** Messages of all accounts that ran out of time before `at` in one of these statuses. */
export async function findExpired(
  db: Firestore,
  { statuses, at }: { statuses: string[]; at: Date },
  page: PageRequest,
): Promise<Page<Due>> {
  const query = db.collectionGroup("messages").where("status", "in", statuses);
  return readDue(query.where("expiresAt", "<=", at).orderBy("expiresAt").select("expiresAt"), page);
}

/** Scheduled messages of all accounts whose time came before `at`. */
export async function findOverdue(db: Firestore, at: Date, page: PageRequest): Promise<Page<Due>> {
  const query = db.collectionGroup("messages").where("status", "==", "scheduled");
  return readDue(query.where("sendAt", "<=", at).orderBy("sendAt").select("sendAt"), page);
}

async function readDue(query: Query, { after, limit }: PageRequest): Promise<Page<Due>> {
  const limited = query.limit(limit);
  const { docs } = await (after === null ? limited : limited.startAfter(after)).get();
  const items = docs.map(({ id, ref }) => ({
    accountId: ref.parent.parent?.id ?? "",
    messageId: id,
  }));
  return { items, next: docs.length < limit ? null : (docs.at(-1) ?? null) };
}
