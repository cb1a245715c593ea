import type { Services } from "../context.ts";
import { newId } from "../ids.ts";
import type { Account } from "../schema/account.ts";
import { createAccount } from "./store.ts";

export interface OpenAccountInput {
  name: string;
  currency: string;
  pricePerSegment: number;
  messagesPerMinute: number;
  defaultCountry?: string;
}

const MESSAGE_TTL_SECONDS = 24 * 3600;

/** Opens an account with an empty balance and no member. */
export async function openAccount(
  services: Services,
  input: OpenAccountInput,
): Promise<{ accountId: string; account: Account }> {
  const accountId = newId("acc");
  const account = newAccount(services.now(), input);
  await createAccount(services.db, accountId, account);
  return { accountId, account };
}

export function newAccount(now: Date, input: OpenAccountInput): Account {
  return {
    name: input.name,
    currency: input.currency,
    balance: 0,
    pricePerSegment: input.pricePerSegment,
    limits: { messagesPerMinute: input.messagesPerMinute },
    rateWindow: { startedAt: now, count: 0 },
    settings: {
      defaultCountry: input.defaultCountry ?? null,
      messageTtlSeconds: MESSAGE_TTL_SECONDS,
    },
    createdAt: now,
  };
}
