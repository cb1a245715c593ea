import type { Firestore, Query, QueryDocumentSnapshot } from "firebase-admin/firestore";

export interface Due {
  accountId: string;
  messageId: string;
}

export interface DuePage {
  due: Due[];
  /** Where the next page begins; null: there is none. */
  next: QueryDocumentSnapshot | null;
}

export interface PageOfDue {
  at: Date;
  after: QueryDocumentSnapshot | null;
  limit: number;
}

/** Messages of all accounts that ran out of time before `at` in one of these statuses. */
export async function findExpired(
  db: Firestore,
  statuses: string[],
  page: PageOfDue,
): Promise<DuePage> {
  const query = db.collectionGroup("messages").where("status", "in", statuses);
  return readDue(query, "expiresAt", page);
}

/** Scheduled messages of all accounts whose time came before `at`. */
export async function findOverdue(db: Firestore, page: PageOfDue): Promise<DuePage> {
  const query = db.collectionGroup("messages").where("status", "==", "scheduled");
  return readDue(query, "sendAt", page);
}

async function readDue(
  among: Query,
  field: "expiresAt" | "sendAt",
  { at, after, limit }: PageOfDue,
): Promise<DuePage> {
  const query = among.where(field, "<=", at).orderBy(field).select(field).limit(limit);
  const { docs } = await (after === null ? query : query.startAfter(after)).get();
  return {
    due: docs.map(({ id, ref }) => ({
      accountId: ref.parent.parent?.id ?? "",
      messageId: id,
    })),
    next: docs.length < limit ? null : (docs.at(-1) ?? null),
  };
}
