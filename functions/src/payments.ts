import type { Payments } from "./billing/payments.ts";
import { createPayments } from "./billing/stripe-client.ts";
import { readEnvironment, stripeSecretKey } from "./config.ts";

/** Stripe, in a function that declares its secret; null where no key was given. */
export function connectPayments({
  webhookSecret = null,
}: {
  webhookSecret?: string | null;
} = {}): Payments | null {
  const { STRIPE_API_BASE, K_CONFIGURATION } = readEnvironment();
  return createPayments({
    secretKey: stripeSecretKey.value(),
    webhookSecret,
    apiBase: K_CONFIGURATION === undefined ? (STRIPE_API_BASE ?? null) : null,
  });
}
