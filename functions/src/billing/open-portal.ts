import { readAccount } from "../accounts/read.ts";
import { type Context, requireScope } from "../context.ts";
import { ensureCustomer } from "./ensure-customer.ts";
import type { Payments } from "./payments.ts";
import { requirePayments } from "./require-payments.ts";
import { askStripe } from "./stripe-client.ts";
import type { BillingTerms } from "./terms.ts";

/** A link to Stripe's pages for the account's cards and invoices. It ends soon. */
export async function openPortal(
  ctx: Context,
  { payments, terms }: { payments: Payments | null; terms: BillingTerms },
  { returnUrl }: { returnUrl: string },
): Promise<{ url: string }> {
  requireScope(ctx, "account:admin");
  const provider = requirePayments(payments, terms);
  const account = await readAccount(ctx, ctx.accountId);
  return askStripe(async () => {
    const customer = await ensureCustomer(ctx, provider, account);
    const session = await provider.stripe.billingPortal.sessions.create({
      customer,
      return_url: returnUrl,
    });
    return { url: session.url };
  });
}
