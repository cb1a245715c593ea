import type { LedgerEntryType } from "../schema/ledger.ts";
import type { Micros } from "../schema/money.ts";
import type { PaymentState } from "./read-payment.ts";

export interface PaymentEntry {
  id: string;
  type: LedgerEntryType;
  amount: Micros;
  reason: string;
  /** Booked only beside this entry, which it takes back. */
  undoes: string | null;
}

/** The entries that a payment calls for. Each is booked once, whenever and however often Stripe tells. */
export function entriesOf(payment: PaymentState): PaymentEntry[] {
  if (!payment.isPaid) return [];
  const paid: PaymentEntry = {
    id: `topup_${payment.id}`,
    type: "top_up",
    amount: payment.amount,
    reason: payment.requestId === null ? "Paid by card." : "Charged to the kept card.",
    undoes: null,
  };
  return [
    paid,
    ...payment.refunds.flatMap(refundEntries),
    ...payment.disputes.flatMap(disputeEntries),
  ];
}

function refundEntries({ id, amount, isFailed }: PaymentState["refunds"][number]): PaymentEntry[] {
  const type = "top_up_refund" as const;
  const taken = `topup_${id}`;
  if (!isFailed) {
    return [
      { id: taken, type, amount: -amount, reason: "The payment was refunded.", undoes: null },
    ];
  }
  const reason = "The refund did not reach the payer.";
  return [{ id: `${taken}_failed`, type, amount, reason, undoes: taken }];
}

function disputeEntries({ id, amount, state }: PaymentState["disputes"][number]): PaymentEntry[] {
  if (state === "asked") return [];
  const type = "dispute" as const;
  const taken = `dispute_${id}`;
  const entries: PaymentEntry[] = [
    {
      id: taken,
      type,
      amount: -amount,
      reason: "The payer's bank took the payment back.",
      undoes: null,
    },
  ];
  if (state === "won") {
    const reason = "The dispute was won.";
    entries.push({ id: `${taken}_won`, type, amount, reason, undoes: taken });
  }
  return entries;
}
