import { z } from "zod";
import { Actor } from "./actor.ts";
import { Time } from "./time.ts";

/** `accounts/{a}/audit/{e}`: who changed what. Never a secret, a text or a full number. */
export const AuditEntry = z.object({
  /** Dotted, past tense: `member.invited`. */
  action: z.string(),
  actor: Actor,
  /** What it was done to: an id, or an e-mail address for an invitation. */
  target: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  createdAt: Time,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
