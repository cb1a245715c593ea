import type Stripe from "stripe";
import type { Micros } from "../schema/money.ts";
import { fromMinorUnits } from "./minor-units.ts";

/** What the objects that we make at Stripe say of themselves. */
export const METADATA = { account: "handset_account", request: "handset_request" } as const;

/** All that Stripe knows of a payment, now. */
export interface PaymentState {
  id: string;
  /** Null: it is not one of ours. */
  accountId: string | null;
  /** Of an automatic top-up. */
  requestId: string | null;
  currency: string;
  isPaid: boolean;
  /** Received. */
  amount: Micros;
  refunds: { id: string; amount: Micros; isFailed: boolean }[];
  disputes: { id: string; amount: Micros; state: DisputeState }[];
  /** That may be charged again. */
  card: { paymentMethodId: string; brand: string; last4: string } | null;
  receiptUrl: string | null;
  /** Why the last attempt was declined. */
  failureCode: string | null;
  createdAt: Date;
}

/** `asked`: the bank inquires and takes nothing. */
export type DisputeState = "asked" | "taken" | "won";

/** An event says that something happened to a payment; what, is read here, so that the order of events does not matter. */
export async function readPayment(stripe: Stripe, paymentId: string): Promise<PaymentState> {
  const intent = await stripe.paymentIntents.retrieve(paymentId, {
    expand: ["latest_charge", "payment_method"],
  });
  const accountId = intent.metadata[METADATA.account] ?? null;
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const isPaid = intent.status === "succeeded";
  const currency = intent.currency.toUpperCase();
  const of = { payment_intent: paymentId, limit: 100 };
  const [refunds, disputes] =
    isPaid && accountId !== null
      ? await Promise.all([
          stripe.refunds.list(of).autoPagingToArray({ limit: 1000 }),
          charge?.disputed ? stripe.disputes.list(of).autoPagingToArray({ limit: 1000 }) : [],
        ])
      : [[], []];
  return {
    id: paymentId,
    accountId,
    requestId: intent.metadata[METADATA.request] ?? null,
    currency,
    isPaid,
    amount: fromMinorUnits(intent.amount_received, currency),
    refunds: refunds.map(({ id, amount, status }) => ({
      id,
      amount: fromMinorUnits(amount, currency),
      isFailed: status === "failed" || status === "canceled",
    })),
    disputes: disputes.map(({ id, amount, status }) => ({
      id,
      amount: fromMinorUnits(amount, currency),
      state: disputeStateOf(status),
    })),
    card: keptCardOf(intent),
    receiptUrl: charge?.receipt_url ?? null,
    failureCode: intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? null,
    createdAt: new Date(intent.created * 1000),
  };
}

function disputeStateOf(status: string): DisputeState {
  if (status.startsWith("warning_") || status === "prevented") return "asked";
  return status === "won" ? "won" : "taken";
}

function keptCardOf(intent: Stripe.PaymentIntent): PaymentState["card"] {
  const { payment_method: method, setup_future_usage: usage } = intent;
  if (usage !== "off_session" || method === null || typeof method === "string") return null;
  if (!method.card) return null;
  return { paymentMethodId: method.id, brand: method.card.brand, last4: method.card.last4 };
}
