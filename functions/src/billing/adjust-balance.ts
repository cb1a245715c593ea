import { readAccountIn } from "../accounts/read.ts";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import { formatMicros } from "./format-micros.ts";
import { writeLedgerEntry } from "./store.ts";

export interface AdjustBalanceInput {
  /** The same cause is booked once. */
  entryId: string;
  /** In millionths of the account's currency; negative takes away. */
  amount: number;
  reason: string;
  /** Whether more may be taken than there is. Default false. */
  allowsNegative?: boolean;
}

/** Books an adjustment by hand. Repeated under the same id, it changes nothing. */
export async function adjustBalance(
  ctx: Context,
  { entryId, amount, reason, allowsNegative = false }: AdjustBalanceInput,
): Promise<"booked" | "already_booked"> {
  requireScope(ctx, "account:admin");
  return withTransaction(ctx, async (tx) => {
    const account = await readAccountIn(ctx.db, tx, ctx.accountId);
    if (account === null) throw notFound("account");
    const result = await writeLedgerEntry(ctx.db, tx, ctx.accountId, entryId, {
      type: "adjustment",
      amount,
      messageId: null,
      paymentId: null,
      reason,
      createdBy: ctx.actor,
      createdAt: ctx.now(),
    });
    if (result === "already_booked") return result;
    if (amount < 0 && account.balance + amount < 0 && !allowsNegative) {
      throw new GatewayError(
        "conflict",
        `This takes more than there is: ${formatMicros(account.balance, account.currency)}.`,
      );
    }
    recordAudit(ctx, tx, "balance.adjusted", ctx.accountId, { amount, reason });
    return result;
  });
}
