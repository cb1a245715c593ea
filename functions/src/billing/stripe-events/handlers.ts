import { takePaymentChanged } from "./payment-changed.ts";
import { takePaymentFailed } from "./payment-failed.ts";

/** By the event's type. Stripe is asked to send these; others are answered and left alone. */
export const HANDLERS = {
  "checkout.session.completed": takePaymentChanged,
  "checkout.session.async_payment_succeeded": takePaymentChanged,
  "checkout.session.async_payment_failed": takePaymentFailed,
  "payment_intent.succeeded": takePaymentChanged,
  "payment_intent.payment_failed": takePaymentFailed,
  "charge.refunded": takePaymentChanged,
  "refund.updated": takePaymentChanged,
  "refund.failed": takePaymentChanged,
  "charge.dispute.created": takePaymentChanged,
  "charge.dispute.updated": takePaymentChanged,
  "charge.dispute.funds_withdrawn": takePaymentChanged,
  "charge.dispute.funds_reinstated": takePaymentChanged,
  "charge.dispute.closed": takePaymentChanged,
} as const;

export function isHandled(type: string): type is keyof typeof HANDLERS {
  return Object.hasOwn(HANDLERS, type);
}
