import { FieldValue, type Firestore, type Transaction } from "firebase-admin/firestore";
import { newId } from "../ids.ts";
import type { AutoTopUp } from "../schema/account.ts";
import type { LedgerEntry } from "../schema/ledger.ts";
import { paths } from "../schema/paths.ts";
import type { TopUpRequest } from "../schema/payment.ts";

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

/** Its creation has the card charged. */
export function writeTopUpRequest(
  db: Firestore,
  tx: Transaction,
  requestId: string,
  request: TopUpRequest,
  asked: AutoTopUp["asked"],
): void {
  tx.create(db.doc(paths.topUpRequest(requestId)), request);
  tx.update(db.doc(paths.account(request.accountId)), {
    "autoTopUp.pendingId": requestId,
    "autoTopUp.asked": asked,
  });
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** As the extension "Trigger Email" reads it. */
export function writeMail(
  db: Firestore,
  tx: Transaction,
  collection: string,
  { to, subject, text }: Mail,
): void {
  tx.create(db.doc(`${collection}/${newId("mail")}`), { to: [to], message: { subject, text } });
}
