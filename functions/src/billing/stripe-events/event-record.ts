import type { Services } from "../../context.ts";
import type { StripeEventRecord } from "../../schema/payment.ts";
import type { StripeEvent } from "./find-payment-id.ts";

/** Longer than Stripe tries, and than it lets an event be sent again. */
const KEPT_DAYS = 60;

export function eventRecord(
  { now }: Pick<Services, "now">,
  { type }: StripeEvent,
  about: { accountId: string; paymentId: string },
): StripeEventRecord {
  const receivedAt = now();
  const expiresAt = new Date(receivedAt.getTime() + KEPT_DAYS * 86_400_000);
  return { type, ...about, receivedAt, expiresAt };
}
