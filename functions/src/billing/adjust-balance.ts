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
  input: AdjustBalanceInput,
): Promise<"booked" | "already_booked"> {
  requireScope(ctx, "account:admin");
  return withTransaction(ctx, (tx) =>
    writeLedgerEntry(ctx.db, tx, ctx.accountId, input.entryId, {
      type: "adjustment",
      amount: input.amount,
      messageId: null,
      reason: input.reason,
      createdBy: ctx.actor,
      createdAt: ctx.now(),
    }),
  );
}
