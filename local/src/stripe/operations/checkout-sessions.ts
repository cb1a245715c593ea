import { invalidRequest, missing } from "../errors.ts";
import { type Form, numberOf, textOf, textsOf } from "../form.ts";
import type { CheckoutSession } from "../objects.ts";
import type { StripeState } from "../state.ts";
import { getCustomer } from "./customers.ts";

const OPEN_SECONDS = 24 * 3600;

export function createCheckoutSession(state: StripeState, form: Form): CheckoutSession {
  if (textOf(form, "mode") !== "payment") throw invalidRequest("((Only mode payment.))", "mode");
  const price = ["line_items", "0", "price_data"];
  const currency = textOf(form, ...price, "currency");
  const unitAmount = numberOf(form, ...price, "unit_amount");
  const quantity = numberOf(form, "line_items", "0", "quantity") ?? 1;
  const successUrl = textOf(form, "success_url");
  if (currency === null || unitAmount === null || textOf(form, "line_items", "1") !== null) {
    throw invalidRequest("((One line item with price_data.))", "line_items");
  }
  if (successUrl === null || URL.parse(successUrl) === null) {
    throw invalidRequest("Not a valid URL", "success_url");
  }
  const customer = textOf(form, "customer");
  if (customer !== null) getCustomer(state, customer);
  const id = state.newId("cs_test");
  const session: CheckoutSession = {
    ...{ id, object: "checkout.session", created: state.now(), livemode: false },
    ...{ mode: "payment", status: "open", payment_status: "unpaid", payment_intent: null },
    ...{ amount_total: unitAmount * quantity, currency, customer },
    client_reference_id: textOf(form, "client_reference_id"),
    metadata: textsOf(form, "metadata"),
    success_url: successUrl,
    cancel_url: textOf(form, "cancel_url"),
    // The payer's own side of this machine, whatever name they call it by.
    url: new URL(`/__stripe/checkout/${id}`, successUrl).href,
    expires_at: state.now() + OPEN_SECONDS,
    stand_in: {
      label: textOf(form, ...price, "product_data", "name") ?? "Payment",
      intent: {
        metadata: textsOf(form, "payment_intent_data", "metadata"),
        description: textOf(form, "payment_intent_data", "description"),
        receipt_email: textOf(form, "payment_intent_data", "receipt_email"),
        setup_future_usage:
          textOf(form, "payment_intent_data", "setup_future_usage") === null ? null : "off_session",
      },
    },
  };
  state.put(session);
  return session;
}

export function getCheckoutSession(state: StripeState, id: string): CheckoutSession {
  const session = state.get("checkout.session", id);
  if (session === null) throw missing("checkout.session", id);
  const isOver = session.status === "open" && session.expires_at <= state.now();
  return isOver ? { ...session, status: "expired", url: null } : session;
}
