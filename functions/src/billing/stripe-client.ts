import Stripe from "stripe";
import { GatewayError } from "../errors.ts";
import type { Payments } from "./payments.ts";

export interface StripeSettings {
  secretKey: string;
  /** Null: for a function that takes no webhooks. */
  webhookSecret: string | null;
  /** Where Stripe is answered, such as `http://127.0.0.1:4242`; null: by Stripe. */
  apiBase: string | null;
}

const TIMEOUT_MS = 20_000;
/** A secret must have some value to be deployed. */
const NO_KEY = new Set(["", "none"]);

/** Null: not both secrets were given, and nothing is charged. */
export function createPayments({
  secretKey,
  webhookSecret,
  apiBase,
}: StripeSettings): Payments | null {
  if (NO_KEY.has(secretKey.trim())) return null;
  // Without a secret anybody could sign, and what is paid would never be booked.
  if (webhookSecret !== null && NO_KEY.has(webhookSecret.trim())) return null;
  const stripe = new Stripe(secretKey.trim(), {
    ...(apiBase !== null && addressOf(apiBase)),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
    appInfo: { name: "Handset" },
  });
  return {
    stripe,
    webhookSecret: webhookSecret?.trim() ?? null,
    isLive: /^[a-z]+_live_/.test(secretKey.trim()),
  };
}

function addressOf(apiBase: string) {
  const { protocol, hostname, port } = new URL(apiBase);
  return { protocol: protocol === "https:" ? "https" : "http", host: hostname, port } as const;
}

/** Runs a call of Stripe, and words its being away as such. */
export async function askStripe<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isStripeAway(error)) throw error;
    throw new GatewayError("payments_unavailable", "Try again in a minute.", {
      cause: error,
      retryAfterSeconds: 60,
    });
  }
}

/** The same call may succeed later. */
export function isStripeAway(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeAPIError ||
    error instanceof Stripe.errors.StripeRateLimitError ||
    (error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 409)
  );
}

/** What was asked for is not at this Stripe account. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing"
  );
}

/** Why a card was not charged, or null when the error is another one. */
export function declineCodeOf(error: unknown): string | null {
  if (!(error instanceof Stripe.errors.StripeCardError)) return null;
  return error.decline_code ?? error.code ?? "card_declined";
}
