import { type Context, withTransaction } from "../context.ts";
import type { Account } from "../schema/account.ts";
import { readBillingLink, readForPayment, setCustomer } from "./payment-store.ts";
import type { Payments } from "./payments.ts";
import { METADATA } from "./read-payment.ts";

/** The account's customer at Stripe, made at the first need of it, once. */
export async function ensureCustomer(
  ctx: Context,
  { stripe }: Payments,
  account: Account,
): Promise<string> {
  const known = await readBillingLink(ctx.db, ctx.accountId);
  if (known !== null) return known.customerId;
  const { id } = await stripe.customers.create(
    {
      name: account.name,
      metadata: { [METADATA.account]: ctx.accountId },
      ...(account.billingEmail !== null && { email: account.billingEmail }),
    },
    { idempotencyKey: `customer_${ctx.accountId}` },
  );
  return withTransaction(ctx, async (tx) => {
    const reads = await readForPayment(ctx.db, tx, ctx.accountId, []);
    if (reads?.link) return reads.link.customerId;
    setCustomer(ctx.db, tx, ctx.accountId, { customerId: id, paymentMethodId: null });
    return id;
  });
}
