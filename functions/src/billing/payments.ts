import type Stripe from "stripe";

/** Stripe, as this deployment reaches it. */
export interface Payments {
  stripe: Stripe;
  /** Null: this function takes no webhooks. */
  webhookSecret: string | null;
  /** Whether the key moves real money; events of the other kind are refused. */
  isLive: boolean;
}
