import { FieldValue, type Firestore, type Transaction } from "firebase-admin/firestore";
import type { LedgerEntry } from "../schema/ledger.ts";
import { paths } from "../schema/paths.ts";

/** Adds an entry and its amount to the balance, unless an entry of that id exists. Reads, so it comes before any write of `tx`. */
export async function writeLedgerEntry(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  entryId: string,
  entry: LedgerEntry,
): Promise<"booked" | "already_booked"> {
  const ref = db.doc(paths.ledgerEntry(accountId, entryId));
  if ((await tx.get(ref)).exists) return "already_booked";
  tx.create(ref, entry);
  tx.update(db.doc(paths.account(accountId)), { balance: FieldValue.increment(entry.amount) });
  return "booked";
}
