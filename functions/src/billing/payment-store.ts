import { FieldValue, type Firestore, type Transaction } from "firebase-admin/firestore";
import { Account, type AutoTopUp } from "../schema/account.ts";
import type { LedgerEntry } from "../schema/ledger.ts";
import { paths } from "../schema/paths.ts";
import {
  BillingLink,
  type Payment,
  type StripeEventRecord,
  TopUpRequest,
} from "../schema/payment.ts";
import { readDocument } from "../schema/read.ts";

export interface PaymentReads {
  account: Account;
  link: BillingLink | null;
  /** Of the ids asked for, those that are in the ledger. */
  booked: Set<string>;
}

/** Null: there is no such account. */
export async function readForPayment(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  entryIds: readonly string[],
): Promise<PaymentReads | null> {
  const [account, link, ...entries] = await tx.getAll(
    db.doc(paths.account(accountId)),
    db.doc(paths.billingLink(accountId)),
    ...entryIds.map((id) => db.doc(paths.ledgerEntry(accountId, id))),
  );
  if (!account?.exists) return null;
  return {
    account: readDocument(Account, account.ref.path, account.data()),
    link: link?.exists ? readDocument(BillingLink, link.ref.path, link.data()) : null,
    booked: new Set(entries.filter(({ exists }) => exists).map(({ id }) => id)),
  };
}

export function createEntries(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  entries: readonly { id: string; entry: LedgerEntry }[],
): void {
  if (entries.length === 0) return;
  for (const { id, entry } of entries) tx.create(db.doc(paths.ledgerEntry(accountId, id)), entry);
  const sum = entries.reduce((total, { entry }) => total + entry.amount, 0);
  tx.update(db.doc(paths.account(accountId)), { balance: FieldValue.increment(sum) });
}

export function setPayment(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  paymentId: string,
  payment: Payment,
): void {
  tx.set(db.doc(paths.payment(accountId, paymentId)), payment);
}

export function updateAutoTopUp(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  changes: Partial<AutoTopUp>,
): void {
  const fields = Object.entries(changes).map(([name, value]) => [`autoTopUp.${name}`, value]);
  tx.update(db.doc(paths.account(accountId)), Object.fromEntries(fields));
}

export function keepCard(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  { paymentMethodId, ...card }: { paymentMethodId: string; brand: string; last4: string },
): void {
  tx.set(db.doc(paths.billingLink(accountId)), { paymentMethodId }, { merge: true });
  tx.update(db.doc(paths.account(accountId)), { card });
}

export async function readBillingLink(
  db: Firestore,
  accountId: string,
): Promise<BillingLink | null> {
  const snapshot = await db.doc(paths.billingLink(accountId)).get();
  return snapshot.exists ? readDocument(BillingLink, snapshot.ref.path, snapshot.data()) : null;
}

export function setCustomer(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  link: BillingLink,
): void {
  tx.set(db.doc(paths.billingLink(accountId)), link);
}

export async function readTopUpRequest(
  db: Firestore,
  requestId: string,
): Promise<TopUpRequest | null> {
  const snapshot = await db.doc(paths.topUpRequest(requestId)).get();
  return snapshot.exists ? readDocument(TopUpRequest, snapshot.ref.path, snapshot.data()) : null;
}

export async function isEventKnown(db: Firestore, eventId: string): Promise<boolean> {
  return (await db.doc(paths.stripeEvent(eventId)).get()).exists;
}

/** An event that arrives twice at once is written twice, the same. */
export function setEvent(
  db: Firestore,
  tx: Transaction,
  eventId: string,
  record: StripeEventRecord,
): void {
  tx.set(db.doc(paths.stripeEvent(eventId)), record);
}
