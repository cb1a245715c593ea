import { missing } from "../errors.ts";
import type { Dispute } from "../objects.ts";
import type { StripeState } from "../state.ts";

/** The payer's bank takes a payment back, or, where it only `inquires`, asks about it. */
export function openDispute(
  state: StripeState,
  chargeId: string,
  { isInquiry = false } = {},
): Dispute {
  const charge = state.get("charge", chargeId);
  if (charge === null) throw missing("charge", chargeId);
  const dispute: Dispute = {
    ...{ id: state.newId("du"), object: "dispute", created: state.now(), livemode: false },
    ...{ amount: charge.amount, charge: chargeId, currency: charge.currency, reason: "fraudulent" },
    payment_intent: charge.payment_intent,
    status: isInquiry ? "warning_needs_response" : "needs_response",
  };
  state.put(dispute);
  state.put({ ...charge, disputed: true });
  state.emit("charge.dispute.created", dispute);
  if (!isInquiry) state.emit("charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

export function closeDispute(state: StripeState, id: string, outcome: "won" | "lost"): Dispute {
  const dispute = getDispute(state, id);
  const isInquiry = dispute.status.startsWith("warning_");
  if (dispute.status !== "needs_response" && dispute.status !== "warning_needs_response") {
    return dispute;
  }
  const closed: Dispute = { ...dispute, status: isInquiry ? "warning_closed" : outcome };
  state.put(closed);
  if (closed.status === "won") state.emit("charge.dispute.funds_reinstated", closed);
  state.emit("charge.dispute.closed", closed);
  return closed;
}

export function getDispute(state: StripeState, id: string): Dispute {
  const dispute = state.get("dispute", id);
  if (dispute === null) throw missing("dispute", id);
  return dispute;
}
