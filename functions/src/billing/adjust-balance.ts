import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { writeLedgerEntry } from "./store.ts";

export interface AdjustBalanceInput {
  /** The same cause is booked once. */
  entryId: string;
  /** In millionths of the account's currency; negative takes away. */
  amount: number;
  reason: string;
}

/** Books an adjustment by hand. Repeated under the same id, it changes nothing. */
export async function adjustBalance(
  ctx: Context,
  { entryId, amount, reason }: AdjustBalanceInput,
): Promise<"booked" | "already_booked"> {
  requireScope(ctx, "account:admin");
  return withTransaction(ctx, async (tx) => {
    const result = await writeLedgerEntry(ctx.db, tx, ctx.accountId, entryId, {
      type: "adjustment",
      amount,
      messageId: null,
      paymentId: null,
      reason,
      createdBy: ctx.actor,
      createdAt: ctx.now(),
    });
    if (result === "booked") {
      recordAudit(ctx, tx, "balance.adjusted", ctx.accountId, { amount, reason });
    }
    return result;
  });
}
