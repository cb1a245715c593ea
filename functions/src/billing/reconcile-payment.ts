import { type Services, type Transaction, withTransaction } from "../context.ts";
import type { LedgerEntry } from "../schema/ledger.ts";
import { decideAlerts } from "./alerts.ts";
import { entriesOf, type PaymentEntry } from "./payment-entries.ts";
import {
  createEntries,
  keepCard,
  type PaymentReads,
  readForPayment,
  setPayment,
  updateAutoTopUp,
} from "./payment-store.ts";
import { raiseAlerts } from "./raise-alerts.ts";
import type { PaymentState } from "./read-payment.ts";
import type { BillingTerms } from "./terms.ts";

export type Reconciled =
  | { outcome: "booked"; accountId: string; entryIds: string[] }
  | { outcome: "nothing_new"; accountId: string }
  | { outcome: "not_paid" | "foreign" | "unknown_account" | "wrong_currency" };

/** Books what a payment calls for and is not yet booked. `also` is written with it. */
export async function reconcilePayment(
  services: Pick<Services, "db" | "now">,
  terms: Pick<BillingTerms, "mailCollection">,
  payment: PaymentState,
  also: (tx: Transaction, accountId: string) => void = () => {},
): Promise<Reconciled> {
  const { accountId } = payment;
  if (accountId === null) return { outcome: "foreign" };
  if (!payment.isPaid) return { outcome: "not_paid" };
  const entries = entriesOf(payment);
  const ids = new Set(entries.flatMap(({ id, undoes }) => (undoes === null ? id : [id, undoes])));
  return withTransaction(services, async (tx): Promise<Reconciled> => {
    const reads = await readForPayment(services.db, tx, accountId, [...ids]);
    if (reads === null) return { outcome: "unknown_account" };
    if (reads.account.currency !== payment.currency) return { outcome: "wrong_currency" };
    const missing = missingOf(entries, reads.booked);
    writePayment(services, tx, accountId, payment, reads, missing);
    const { account } = reads;
    const balance = missing.reduce((sum, { amount }) => sum + amount, account.balance);
    const { isLow } = decideAlerts(
      account,
      { before: account.balance, after: balance },
      services.now(),
    );
    const alerts = { isLow, needsTopUp: false };
    raiseAlerts(services, tx, terms, { accountId, account, balance, alerts });
    also(tx, accountId);
    if (missing.length === 0) return { outcome: "nothing_new", accountId };
    return { outcome: "booked", accountId, entryIds: missing.map(({ id }) => id) };
  });
}

/** An entry that takes another back is booked only where that one is, or comes before it in the same turn. */
function missingOf(entries: PaymentEntry[], booked: ReadonlySet<string>): PaymentEntry[] {
  const present = new Set(booked);
  return entries.filter(({ id, undoes }) => {
    if (present.has(id) || (undoes !== null && !present.has(undoes))) return false;
    present.add(id);
    return true;
  });
}

function writePayment(
  { db, now }: Pick<Services, "db" | "now">,
  tx: Transaction,
  accountId: string,
  payment: PaymentState,
  { account, link }: PaymentReads,
  missing: PaymentEntry[],
): void {
  const toEntry = ({ type, amount, reason }: PaymentEntry): LedgerEntry => ({
    ...{ type, amount, reason, messageId: null, paymentId: payment.id },
    ...{ createdBy: { type: "system" }, createdAt: now() },
  });
  createEntries(
    db,
    tx,
    accountId,
    missing.map((entry) => ({ id: entry.id, entry: toEntry(entry) })),
  );
  setPayment(db, tx, accountId, payment.id, {
    amount: payment.amount,
    refunded: payment.refunds.reduce(
      (sum, { amount, isFailed }) => sum + (isFailed ? 0 : amount),
      0,
    ),
    isDisputed: payment.disputes.some(({ state }) => state === "taken"),
    isAutomatic: payment.requestId !== null,
    receiptUrl: payment.receiptUrl,
    createdAt: payment.createdAt,
  });
  if (payment.card !== null && link !== null) keepCard(db, tx, accountId, payment.card);
  if (payment.requestId !== null && account.autoTopUp?.pendingId === payment.requestId) {
    updateAutoTopUp(db, tx, accountId, { pendingId: null, failure: null });
  }
}
