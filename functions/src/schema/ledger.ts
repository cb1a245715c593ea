import { z } from "zod";
import { Actor } from "./actor.ts";
import { Micros } from "./money.ts";
import { Time } from "./time.ts";

/** `accounts/{a}/ledger/{e}`: written once, under an id that its cause gives. */
export const LedgerEntry = z.object({
  type: z.enum(["top_up", "refund", "adjustment", "dispute"]),
  /** Added to the balance; negative takes away. */
  amount: Micros,
  /** The message given back for. */
  messageId: z.string().nullable(),
  reason: z.string().max(200),
  createdBy: Actor,
  createdAt: Time,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
