import type { Firestore, Query } from "firebase-admin/firestore";
import { LedgerEntry, type LedgerEntryType } from "../schema/ledger.ts";
import { paths } from "../schema/paths.ts";
import { Payment } from "../schema/payment.ts";
import { readDocument } from "../schema/read.ts";

interface Page {
  after: { createdAt: Date; id: string } | null;
  limit: number;
}

export interface LedgerFilter {
  type?: LedgerEntryType | undefined;
  createdAfter?: Date | undefined;
  createdBefore?: Date | undefined;
}

export async function findLedgerEntries(
  db: Firestore,
  accountId: string,
  { type, createdAfter, createdBefore }: LedgerFilter,
  page: Page,
): Promise<{ id: string; entry: LedgerEntry }[]> {
  let query: Query = db.collection(paths.ledger(accountId));
  if (type !== undefined) query = query.where("type", "==", type);
  if (createdAfter !== undefined) query = query.where("createdAt", ">=", createdAfter);
  if (createdBefore !== undefined) query = query.where("createdAt", "<", createdBefore);
  const snapshot = await newestFirst(query, page, (id) => paths.ledgerEntry(accountId, id)).get();
  return snapshot.docs.map((doc) => ({
    id: doc.id,
    entry: readDocument(LedgerEntry, doc.ref.path, doc.data()),
  }));
}

export async function findPayments(
  db: Firestore,
  accountId: string,
  page: Page,
): Promise<{ id: string; payment: Payment }[]> {
  const query = db.collection(paths.payments(accountId));
  const snapshot = await newestFirst(query, page, (id) => paths.payment(accountId, id)).get();
  return snapshot.docs.map((doc) => ({
    id: doc.id,
    payment: readDocument(Payment, doc.ref.path, doc.data()),
  }));
}

function newestFirst(query: Query, { after, limit }: Page, pathOf: (id: string) => string): Query {
  const ordered = query.orderBy("createdAt", "desc").orderBy("__name__", "desc").limit(limit);
  if (after === null) return ordered;
  return ordered.startAfter(after.createdAt, query.firestore.doc(pathOf(after.id)));
}
