import { invalidRequest } from "../errors.ts";
import type { CheckoutSession, PaymentIntent, PaymentMethod } from "../objects.ts";
import type { StripeState } from "../state.ts";
import { getCheckoutSession } from "./checkout-sessions.ts";
import { decline, getPaymentIntent, newIntent, succeed } from "./payment-intents.ts";

/** What a payer does on the page. */
export function paySession(state: StripeState, id: string, last4: string): CheckoutSession {
  const { session, intent } = begin(state, id);
  succeed(state, intent, newCard(state, intent, last4));
  return complete(state, { ...session, payment_intent: intent.id, payment_status: "paid" });
}

export function declineSession(state: StripeState, id: string): CheckoutSession {
  const { session, intent } = begin(state, id);
  decline(state, intent);
  const tried = { ...session, payment_intent: intent.id };
  state.put(tried);
  return tried;
}

/** As with a bank transfer: the page is done with, and the money comes days later or never. */
export function paySessionLater(state: StripeState, id: string): CheckoutSession {
  const { session, intent } = begin(state, id);
  state.put({ ...intent, status: "processing" });
  return complete(state, { ...session, payment_intent: intent.id });
}

/** What the bank does with a payment that comes later. Done already, nothing changes. */
export function settleSession(
  state: StripeState,
  id: string,
  outcome: "paid" | "refused",
): CheckoutSession {
  const session = getCheckoutSession(state, id);
  const intent = getPaymentIntent(state, session.payment_intent ?? "");
  if (intent.status !== "processing") return session;
  if (outcome === "refused") {
    decline(state, intent);
    state.emit("checkout.session.async_payment_failed", session);
    return session;
  }
  succeed(state, intent, newCard(state, intent, "6789"));
  const paid: CheckoutSession = { ...session, payment_status: "paid" };
  state.put(paid);
  state.emit("checkout.session.async_payment_succeeded", paid);
  return paid;
}

function begin(state: StripeState, id: string) {
  const session = getCheckoutSession(state, id);
  if (session.status !== "open") throw invalidRequest(`The session is ${session.status}.`);
  rememberOrigin(state, session);
  const intent =
    session.payment_intent === null
      ? newIntent(state, {
          ...{ amount: session.amount_total, currency: session.currency },
          ...{ customer: session.customer, ...session.stand_in.intent },
        })
      : getPaymentIntent(state, session.payment_intent);
  return { session, intent };
}

function complete(state: StripeState, session: CheckoutSession): CheckoutSession {
  const done: CheckoutSession = { ...session, status: "complete", url: null };
  state.put(done);
  state.emit("checkout.session.completed", done);
  return done;
}

function newCard(state: StripeState, intent: PaymentIntent, last4: string): PaymentMethod {
  const card: PaymentMethod = {
    ...{ id: state.newId("pm"), object: "payment_method", created: state.now(), livemode: false },
    type: "card",
    customer: intent.setup_future_usage === null ? null : intent.customer,
    card: { brand: "visa", last4, exp_month: 12, exp_year: 2040 },
  };
  state.put(card);
  return card;
}

/** Where receipts of this customer are shown. */
function rememberOrigin(state: StripeState, { customer: id, success_url }: CheckoutSession): void {
  const customer = id === null ? null : state.get("customer", id);
  if (customer === null) return;
  const { origin } = new URL(success_url);
  state.put({ ...customer, stand_in: { origin } });
}
