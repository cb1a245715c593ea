import type { Services } from "../../context.ts";
import { failAutoTopUp } from "../fail-auto-top-up.ts";
import type { Payments } from "../payments.ts";
import { readPayment } from "../read-payment.ts";
import { tellPaymentFailed } from "../tell-payment-failed.ts";
import type { BillingTerms } from "../terms.ts";
import { eventRecord } from "./event-record.ts";
import { findPaymentId, type StripeEvent } from "./find-payment-id.ts";

/** A payment that was under way did not come: the owner is told, and the automatic top-up is switched off. */
export async function takePaymentFailed(
  services: Services,
  { payments, terms }: { payments: Payments; terms: BillingTerms },
  event: StripeEvent,
): Promise<"failed" | "paid_since" | "foreign"> {
  const paymentId = findPaymentId(event);
  if (paymentId === null) return "foreign";
  const { accountId, requestId, isPaid, failureCode } = await readPayment(
    payments.stripe,
    paymentId,
  );
  if (accountId === null) return "foreign";
  if (isPaid) return "paid_since";
  if (requestId !== null) {
    await failAutoTopUp(services, terms, { accountId, requestId, code: failureCode ?? "unknown" });
  } else if (event.type === "checkout.session.async_payment_failed") {
    // A card that is declined on Stripe's page is tried again there: only what failed after it is told.
    const record = eventRecord(services, event, { accountId, paymentId });
    await tellPaymentFailed(services, terms, { accountId, event: { id: event.id, record } });
  }
  return "failed";
}
