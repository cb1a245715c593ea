/** Stripe's objects as far as they are kept here: the fields that its SDK and its pages are asked for. */
interface Base {
  id: string;
  created: number;
  livemode: false;
}

export type Metadata = Record<string, string>;

export interface Customer extends Base {
  object: "customer";
  name: string | null;
  email: string | null;
  metadata: Metadata;
  /** Where the customer's receipts are shown; not Stripe's. */
  stand_in: { origin: string | null };
}

export interface PaymentMethod extends Base {
  object: "payment_method";
  type: "card";
  customer: string | null;
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
}

export interface CheckoutSession extends Base {
  object: "checkout.session";
  mode: "payment";
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid";
  amount_total: number;
  currency: string;
  customer: string | null;
  client_reference_id: string | null;
  metadata: Metadata;
  payment_intent: string | null;
  success_url: string;
  cancel_url: string | null;
  url: string | null;
  expires_at: number;
  /** What the payment will be made with; not Stripe's. */
  stand_in: { label: string; intent: IntentSettings };
}

export interface IntentSettings {
  metadata: Metadata;
  description: string | null;
  receipt_email: string | null;
  setup_future_usage: "off_session" | null;
}

export interface PaymentIntent extends Base, IntentSettings {
  object: "payment_intent";
  amount: number;
  amount_received: number;
  currency: string;
  customer: string | null;
  status: "requires_payment_method" | "processing" | "succeeded";
  latest_charge: string | null;
  payment_method: string | null;
  last_payment_error: { type: "card_error"; code: string; decline_code: string } | null;
}

export interface Charge extends Base {
  object: "charge";
  amount: number;
  amount_refunded: number;
  currency: string;
  customer: string | null;
  description: string | null;
  disputed: boolean;
  metadata: Metadata;
  paid: boolean;
  payment_intent: string;
  payment_method: string | null;
  receipt_url: string | null;
  refunded: boolean;
  status: "succeeded";
}

export interface Refund extends Base {
  object: "refund";
  amount: number;
  charge: string;
  currency: string;
  metadata: Metadata;
  payment_intent: string;
  status: "succeeded" | "failed";
}

export interface Dispute extends Base {
  object: "dispute";
  amount: number;
  charge: string;
  currency: string;
  payment_intent: string;
  reason: "fraudulent";
  status: "warning_needs_response" | "needs_response" | "won" | "lost" | "warning_closed";
}

export interface PortalSession extends Base {
  object: "billing_portal.session";
  customer: string;
  return_url: string;
  url: string;
}

export type StripeObject =
  | Customer
  | PaymentMethod
  | CheckoutSession
  | PaymentIntent
  | Charge
  | Refund
  | Dispute
  | PortalSession;

export type ObjectType = StripeObject["object"];
export type ObjectOf<T extends ObjectType> = Extract<StripeObject, { object: T }>;

/** An object as Stripe would show it: without what is the stand-in's own. */
export function shown(object: object): object {
  const { stand_in: _own, ...rest } = object as { stand_in?: unknown };
  return rest;
}

export interface StripeEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  livemode: false;
  pending_webhooks: number;
  request: null;
  type: string;
  data: { object: object };
}
