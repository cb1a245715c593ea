import type Stripe from "stripe";

/** Stripe, as this deployment reaches it. */
export interface Payments {
  stripe: Stripe;
  webhookSecret: string;
  /** Whether the key moves real money; events of the other kind are refused. */
  isLive: boolean;
}
