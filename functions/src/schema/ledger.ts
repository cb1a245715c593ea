import { z } from "zod";
import { Actor } from "./actor.ts";
import { Micros } from "./money.ts";
import { Time } from "./time.ts";

/**
 * `top_up`: paid in. `refund`: a message's price, given back. `top_up_refund`: a payment given back at Stripe. `dispute`: a payment that
 * its bank took back, and gave again when it was won. `adjustment`: by hand.
 */
export const LedgerEntryType = z.enum([
  "top_up",
  "refund",
  "top_up_refund",
  "dispute",
  "adjustment",
]);
export type LedgerEntryType = z.infer<typeof LedgerEntryType>;

/** `accounts/{a}/ledger/{e}`: written once, under an id that its cause gives. */
export const LedgerEntry = z.object({
  type: LedgerEntryType,
  /** Added to the balance; negative takes away. */
  amount: Micros,
  /** The message given back for. */
  messageId: z.string().nullable(),
  /** Stripe's id of the payment. */
  paymentId: z.string().nullable().default(null),
  reason: z.string().max(200),
  createdBy: Actor,
  createdAt: Time,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
