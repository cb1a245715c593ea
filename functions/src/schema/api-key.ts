import { z } from "zod";
import { Micros } from "./money.ts";
import { Time } from "./time.ts";

export const Scope = z.enum([
  "messages:send",
  "messages:read",
  "conversations:write",
  "devices:read",
  "devices:write",
  "balance:read",
  "webhooks:read",
  "webhooks:write",
  "account:admin",
]);
export type Scope = z.infer<typeof Scope>;

export const ALL_SCOPES: readonly Scope[] = Scope.options;

/** `apiKeys/{sha256 of the key}` */
export const ApiKey = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string().min(1).max(80),
  /** The first characters, to recognise the key by. */
  prefix: z.string(),
  scopes: z.array(Scope),
  /** Null: all that the account may. */
  spendPerDayMax: Micros.nonnegative().nullable().default(null),
  expiresAt: Time.nullable(),
  revokedAt: Time.nullable(),
  createdAt: Time,
});
export type ApiKey = z.infer<typeof ApiKey>;
