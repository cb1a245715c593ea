import type Stripe from "stripe";
import { readAccount } from "../accounts/read.ts";
import { type Context, requireScope } from "../context.ts";
import { checkTopUpAmount } from "./check-top-up-amount.ts";
import { ensureCustomer } from "./ensure-customer.ts";
import type { Payments } from "./payments.ts";
import { METADATA } from "./read-payment.ts";
import { requirePayments } from "./require-payments.ts";
import { askStripe } from "./stripe-client.ts";
import type { BillingTerms } from "./terms.ts";

export interface StartTopUpInput {
  amount: number;
  /** Save the card for automatic top-ups. */
  savesCard: boolean;
  /** Where the payer comes back to. */
  returnUrl: string;
  /** The same key, within a day, gives the same page. */
  idempotencyKey: string | null;
}

/** Opens a page of Stripe's to pay at. Nothing is booked until Stripe says that it was paid. */
export async function startTopUp(
  ctx: Context,
  { payments, terms }: { payments: Payments | null; terms: BillingTerms },
  input: StartTopUpInput,
): Promise<{ id: string; url: string; expiresAt: Date }> {
  requireScope(ctx, "account:admin");
  const provider = requirePayments(payments, terms);
  const account = await readAccount(ctx, ctx.accountId);
  const unitAmount = checkTopUpAmount("amount", input.amount, account.currency, terms);
  return askStripe(async () => {
    const customer = await ensureCustomer(ctx, provider, account);
    const session = await provider.stripe.checkout.sessions.create(
      sessionOf(ctx.accountId, account, input, { customer, unitAmount, terms }),
      input.idempotencyKey === null
        ? {}
        : { idempotencyKey: `topup_${ctx.accountId}_${input.idempotencyKey}` },
    );
    const expiresAt = new Date(session.expires_at * 1000);
    return { id: session.id, url: session.url ?? "", expiresAt };
  });
}

function sessionOf(
  accountId: string,
  { name, currency, billingEmail }: { name: string; currency: string; billingEmail: string | null },
  { savesCard, returnUrl }: StartTopUpInput,
  { customer, unitAmount, terms }: { customer: string; unitAmount: number; terms: BillingTerms },
): Stripe.Checkout.SessionCreateParams {
  const metadata = { [METADATA.account]: accountId };
  const description = `Top-up of ${name}`;
  return {
    mode: "payment",
    customer,
    client_reference_id: accountId,
    metadata,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: currency.toLowerCase(),
          unit_amount: unitAmount,
          product_data: { name: description },
        },
      },
    ],
    payment_intent_data: {
      metadata,
      description,
      ...(billingEmail !== null && { receipt_email: billingEmail }),
      ...(savesCard && { setup_future_usage: "off_session" }),
    },
    ...(terms.topUp.hasInvoices && { invoice_creation: { enabled: true } }),
    success_url: withResult(returnUrl, "paid"),
    cancel_url: withResult(returnUrl, "canceled"),
  };
}

function withResult(returnUrl: string, result: "paid" | "canceled"): string {
  const url = new URL(returnUrl);
  url.searchParams.set("top_up", result);
  return url.href;
}
