import { currentSpend } from "../billing/spend-cap.ts";
import type { BillingTerms } from "../billing/terms.ts";
import type { Account } from "../schema/account.ts";
import type { ApiLedgerEntry } from "../schema/api/billing.ts";
import type { LedgerEntry } from "../schema/ledger.ts";
import type { Payment } from "../schema/payment.ts";
import type { Usage } from "../schema/usage.ts";

export function toApiBalance(
  account: Account,
  now: Date,
  { isOn, topUp, hasPayments }: Pick<BillingTerms, "isOn" | "topUp"> & { hasPayments: boolean },
) {
  const { autoTopUp } = account;
  return {
    balance: account.balance,
    currency: account.currency,
    price_per_segment: isOn ? account.pricePerSegment : 0,
    low_balance_threshold: account.lowBalanceThreshold,
    billing_email: account.billingEmail,
    spend_per_day_max: account.limits.spendPerDayMax,
    spent_today: currentSpend(account, now).total,
    auto_top_up: autoTopUp && {
      enabled: autoTopUp.isOn,
      threshold: autoTopUp.threshold,
      amount: autoTopUp.amount,
      pending: autoTopUp.pendingId !== null,
      failure: autoTopUp.failure && {
        code: autoTopUp.failure.code,
        at: autoTopUp.failure.at.toISOString(),
      },
    },
    card: account.card,
    top_up:
      isOn && hasPayments ? { amounts: [...topUp.amounts], min: topUp.min, max: topUp.max } : null,
  };
}

export function toApiLedgerEntry({
  id,
  entry,
}: {
  id: string;
  entry: LedgerEntry;
}): ApiLedgerEntry {
  const { createdBy } = entry;
  return {
    id,
    type: entry.type,
    amount: entry.amount,
    message_id: entry.messageId,
    payment_id: entry.paymentId,
    reason: entry.reason,
    created_by: { type: createdBy.type, id: createdBy.type === "system" ? null : createdBy.id },
    created_at: entry.createdAt.toISOString(),
  };
}

export function toApiUsageDay({ outcomes, ...usage }: Usage) {
  if (outcomes === null) return { ...usage, outcomes };
  const { countedAt, byDevice, ...counts } = outcomes;
  return {
    ...usage,
    outcomes: { ...counts, by_device: byDevice, counted_at: countedAt.toISOString() },
  };
}

export function toApiTopUp({ id, payment }: { id: string; payment: Payment }) {
  return {
    id,
    amount: payment.amount,
    refunded: payment.refunded,
    disputed: payment.isDisputed,
    automatic: payment.isAutomatic,
    receipt_url: payment.receiptUrl,
    created_at: payment.createdAt.toISOString(),
  };
}
