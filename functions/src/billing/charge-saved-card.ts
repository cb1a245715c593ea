import { readAccount } from "../accounts/read.ts";
import type { Services } from "../context.ts";
import type { TopUpRequest } from "../schema/payment.ts";
import { failAutoTopUp } from "./fail-auto-top-up.ts";
import { formatMicros } from "./format-micros.ts";
import { toMinorUnits } from "./minor-units.ts";
import { readBillingLink } from "./payment-store.ts";
import type { Payments } from "./payments.ts";
import { METADATA, readPayment } from "./read-payment.ts";
import { reconcilePayment } from "./reconcile-payment.ts";
import { declineCodeOf } from "./stripe-client.ts";
import type { BillingTerms } from "./terms.ts";

/** Stripe forgets an idempotency key after a day: a request that is older is not tried again, lest it charge twice. */
const REQUEST_HOURS_MAX = 12;

/**
 * Charges the kept card for a request. Run again, it charges no second time: the request is Stripe's idempotency key and the
 * payment is the ledger's. Throws when Stripe is away, to be tried again.
 */
export async function chargeSavedCard(
  services: Services,
  { payments, terms }: { payments: Payments | null; terms: BillingTerms },
  { requestId, request }: { requestId: string; request: TopUpRequest },
): Promise<void> {
  const { accountId } = request;
  const fail = (code: string) => failAutoTopUp(services, terms, { accountId, requestId, code });
  const account = await readAccount(services, accountId);
  const { autoTopUp, currency } = account;
  if (autoTopUp === null || autoTopUp.pendingId !== requestId) return;
  if (payments === null) return fail("payments_off");
  const link = await readBillingLink(services.db, accountId);
  if (!link?.paymentMethodId) return fail("no_card");
  const age = services.now().getTime() - request.requestedAt.getTime();
  if (age > REQUEST_HOURS_MAX * 3_600_000) return fail("payments_unavailable");
  const amount = toMinorUnits(request.amount, currency);
  if (amount === null) return fail("invalid_amount");
  try {
    const intent = await payments.stripe.paymentIntents.create(
      {
        amount,
        currency: currency.toLowerCase(),
        customer: link.customerId,
        payment_method: link.paymentMethodId,
        off_session: true,
        confirm: true,
        description: `Automatic top-up of ${account.name}`,
        metadata: { [METADATA.account]: accountId, [METADATA.request]: requestId },
        ...(account.billingEmail !== null && { receipt_email: account.billingEmail }),
      },
      { idempotencyKey: requestId },
    );
    const payment = await readPayment(payments.stripe, intent.id);
    const { outcome } = await reconcilePayment(services, terms, payment);
    services.log.info("auto_top_up", {
      ...{ accountId, requestId, outcome },
      amount: formatMicros(request.amount, currency),
    });
  } catch (error) {
    const code = declineCodeOf(error);
    if (code === null) throw error;
    await fail(code);
  }
}
