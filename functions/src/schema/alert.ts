import { z } from "zod";
import { Currency, Micros } from "./money.ts";
import { Time } from "./time.ts";

/** `accounts/{a}/alerts/{e}`: written once; its trigger publishes the event of this id. Removed by a TTL policy. */
export const Alert = z.object({
  type: z.literal("balance.low"),
  balance: Micros,
  threshold: Micros.nullable(),
  currency: Currency,
  pricePerSegment: Micros,
  createdAt: Time,
  expiresAt: Time,
});
export type Alert = z.infer<typeof Alert>;
