import { invalidRequest, missing, StripeRefusal } from "../errors.ts";
import { type Form, numberOf, textOf, textsOf } from "../form.ts";
import type { Charge, Refund } from "../objects.ts";
import type { StripeState } from "../state.ts";

/** Gives a payment back, whole or in part. */
export function createRefund(state: StripeState, form: Form): Refund {
  const charge = chargeOf(state, form);
  const left = charge.amount - charge.amount_refunded;
  const amount = numberOf(form, "amount") ?? left;
  if (left === 0) {
    throw new StripeRefusal(400, {
      type: "invalid_request_error",
      code: "charge_already_refunded",
      message: `Charge ${charge.id} has already been refunded.`,
    });
  }
  if (amount <= 0 || amount > left) {
    throw invalidRequest(
      `Refund amount (${amount}) is greater than what is left (${left})`,
      "amount",
    );
  }
  const refund: Refund = {
    ...{ id: state.newId("re"), object: "refund", created: state.now(), livemode: false },
    ...{ amount, charge: charge.id, currency: charge.currency, status: "succeeded" },
    payment_intent: charge.payment_intent,
    metadata: textsOf(form, "metadata"),
  };
  const refunded = withRefunded(charge, charge.amount_refunded + amount);
  state.put(refund);
  state.put(refunded);
  state.emit("refund.created", refund);
  state.emit("charge.refunded", refunded);
  return refund;
}

/** The payer's bank sends a refund back. */
export function failRefund(state: StripeState, id: string): Refund {
  const refund = getRefund(state, id);
  const charge = state.get("charge", refund.charge);
  if (refund.status === "failed" || charge === null) return refund;
  const failed: Refund = { ...refund, status: "failed" };
  state.put(failed);
  state.put(withRefunded(charge, charge.amount_refunded - refund.amount));
  state.emit("refund.failed", failed);
  return failed;
}

export function getRefund(state: StripeState, id: string): Refund {
  const refund = state.get("refund", id);
  if (refund === null) throw missing("refund", id);
  return refund;
}

function withRefunded(charge: Charge, amount: number): Charge {
  return { ...charge, amount_refunded: amount, refunded: amount === charge.amount };
}

function chargeOf(state: StripeState, form: Form): Charge {
  const intentId = textOf(form, "payment_intent");
  const chargeId =
    textOf(form, "charge") ??
    (intentId === null ? null : (state.get("payment_intent", intentId)?.latest_charge ?? null));
  const charge = chargeId === null ? null : state.get("charge", chargeId);
  if (charge === null) throw missing("charge", chargeId ?? intentId ?? "");
  return charge;
}
