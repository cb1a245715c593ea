import { z } from "zod";
import { Micros } from "./money.ts";
import { Time } from "./time.ts";

/** `accounts/{a}/payments/{Stripe's payment intent}` */
export const Payment = z.object({
  amount: Micros,
  /** Given back at Stripe. */
  refunded: Micros,
  isDisputed: z.boolean(),
  isAutomatic: z.boolean(),
  receiptUrl: z.string().nullable(),
  createdAt: Time,
});
export type Payment = z.infer<typeof Payment>;

/** `billing/{a}`: what Stripe knows of an account. No browser reads it. */
export const BillingLink = z.object({
  customerId: z.string(),
  /** The card that was kept, for top-ups by itself. */
  paymentMethodId: z.string().nullable(),
});
export type BillingLink = z.infer<typeof BillingLink>;

/** `topUpRequests/{t}`: spending took a balance below its threshold. Removed by a TTL policy. */
export const TopUpRequest = z.object({
  accountId: z.string(),
  amount: Micros.positive(),
  requestedAt: Time,
  expiresAt: Time,
});
export type TopUpRequest = z.infer<typeof TopUpRequest>;

/** `stripeEvents/{Stripe's event}`: it was worked on. Removed by a TTL policy. */
export const StripeEventRecord = z.object({
  type: z.string(),
  accountId: z.string(),
  paymentId: z.string(),
  receivedAt: Time,
  expiresAt: Time,
});
export type StripeEventRecord = z.infer<typeof StripeEventRecord>;
