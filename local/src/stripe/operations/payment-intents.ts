import { invalidRequest, missing, StripeRefusal } from "../errors.ts";
import { type Form, numberOf, textOf, textsOf } from "../form.ts";
import type { Charge, PaymentIntent, PaymentMethod } from "../objects.ts";
import type { StripeState } from "../state.ts";

/** The card that is taken at first and declined whenever it is charged again, as Stripe's own test card of this ending is. */
export const DECLINED_LATER = "0341";

type NewIntent = Pick<
  PaymentIntent,
  | "amount"
  | "currency"
  | "customer"
  | "metadata"
  | "description"
  | "receipt_email"
  | "setup_future_usage"
>;

/** Charges a kept card at once: the only way of making a payment intent that is emulated. */
export function createPaymentIntent(state: StripeState, form: Form): PaymentIntent {
  const amount = numberOf(form, "amount");
  const currency = textOf(form, "currency");
  const methodId = textOf(form, "payment_method");
  if (amount === null || amount === 0) throw invalidRequest("Invalid integer", "amount");
  if (currency === null) throw invalidRequest("Missing required param: currency.", "currency");
  if (methodId === null || textOf(form, "confirm") !== "true") {
    throw invalidRequest("((Only confirmed at once, with a kept card.))", "confirm");
  }
  const method = state.get("payment_method", methodId);
  if (method === null) throw missing("PaymentMethod", methodId);
  const intent = newIntent(state, {
    ...{ amount, currency, customer: textOf(form, "customer"), setup_future_usage: null },
    metadata: textsOf(form, "metadata"),
    description: textOf(form, "description"),
    receipt_email: textOf(form, "receipt_email"),
  });
  if (method.card.last4 !== DECLINED_LATER) return succeed(state, intent, method);
  const failed = decline(state, intent);
  throw new StripeRefusal(402, {
    type: "card_error",
    code: "card_declined",
    decline_code: "insufficient_funds",
    message: "Your card has insufficient funds.",
    payment_intent: failed,
  });
}

export function newIntent(state: StripeState, given: NewIntent): PaymentIntent {
  return {
    ...{ id: state.newId("pi"), object: "payment_intent", created: state.now(), livemode: false },
    ...given,
    ...{ amount_received: 0, status: "requires_payment_method", latest_charge: null },
    ...{ payment_method: null, last_payment_error: null },
  };
}

export function succeed(
  state: StripeState,
  intent: PaymentIntent,
  method: PaymentMethod,
): PaymentIntent {
  const chargeId = state.newId("ch");
  const customer = intent.customer === null ? null : state.get("customer", intent.customer);
  const origin = customer?.stand_in.origin ?? null;
  const charge: Charge = {
    ...{ id: chargeId, object: "charge", created: state.now(), livemode: false },
    ...{ amount: intent.amount, amount_refunded: 0, currency: intent.currency },
    ...{ customer: intent.customer, description: intent.description, disputed: false },
    ...{ metadata: intent.metadata, paid: true, payment_intent: intent.id },
    ...{ payment_method: method.id, refunded: false, status: "succeeded" },
    receipt_url: origin === null ? null : new URL(`/__stripe/receipts/${chargeId}`, origin).href,
  };
  const paid: PaymentIntent = {
    ...intent,
    ...{ status: "succeeded", amount_received: intent.amount, latest_charge: charge.id },
    ...{ payment_method: method.id, last_payment_error: null },
  };
  state.put(charge);
  state.put(paid);
  state.emit("payment_intent.succeeded", paid);
  state.emit("charge.succeeded", charge);
  return paid;
}

export function decline(state: StripeState, intent: PaymentIntent): PaymentIntent {
  const failed: PaymentIntent = {
    ...intent,
    status: "requires_payment_method",
    last_payment_error: {
      ...{ type: "card_error", code: "card_declined", decline_code: "insufficient_funds" },
    },
  };
  state.put(failed);
  state.emit("payment_intent.payment_failed", failed);
  return failed;
}

export function getPaymentIntent(state: StripeState, id: string): PaymentIntent {
  const intent = state.get("payment_intent", id);
  if (intent === null) throw missing("payment_intent", id);
  return intent;
}
