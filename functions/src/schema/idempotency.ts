import { z } from "zod";
import { Time } from "./time.ts";

/** `accounts/{a}/idempotencyKeys/{sha256 of the key}`; removed by a TTL policy. */
export const IdempotencyRecord = z.object({
  requestHash: z.string(),
  messageIds: z.array(z.string()),
  /** The balance that was answered. */
  balance: z.int(),
  expiresAt: Time,
});
export type IdempotencyRecord = z.infer<typeof IdempotencyRecord>;
