import type { Services } from "../../context.ts";
import { setEvent } from "../payment-store.ts";
import type { Payments } from "../payments.ts";
import { readPayment } from "../read-payment.ts";
import { type Reconciled, reconcilePayment } from "../reconcile-payment.ts";
import type { BillingTerms } from "../terms.ts";
import { eventRecord } from "./event-record.ts";
import { findPaymentId, type StripeEvent } from "./find-payment-id.ts";

/** Something happened to a payment: all that Stripe knows of it is read anew and booked. */
export async function takePaymentChanged(
  services: Services,
  { payments, terms }: { payments: Payments; terms: BillingTerms },
  event: StripeEvent,
): Promise<Reconciled["outcome"]> {
  const paymentId = findPaymentId(event);
  if (paymentId === null) return "not_paid";
  const payment = await readPayment(payments.stripe, paymentId);
  const { outcome } = await reconcilePayment(services, terms, payment, (tx, accountId) =>
    setEvent(services.db, tx, event.id, eventRecord(services, event, { accountId, paymentId })),
  );
  return outcome;
}
