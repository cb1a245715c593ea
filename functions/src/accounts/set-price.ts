import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import type { Micros } from "../schema/money.ts";
import { getAccount, updateAccountFields } from "./store.ts";

/** What a segment costs this account from now on, where the number has no price of its own. Accepted messages keep theirs. */
export async function setPrice(
  ctx: Context,
  { pricePerSegment }: { pricePerSegment: Micros },
): Promise<void> {
  requireScope(ctx, "account:admin");
  await withTransaction(ctx, async (tx) => {
    const account = await getAccount(ctx.db, tx, ctx.accountId);
    if (account === null) throw notFound("account");
    updateAccountFields(ctx.db, tx, ctx.accountId, { pricePerSegment });
    recordAudit(ctx, tx, "price.changed", ctx.accountId, {
      from: account.pricePerSegment,
      to: pricePerSegment,
    });
  });
}
