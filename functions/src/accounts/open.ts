import type { Services } from "../context.ts";
import { newId } from "../ids.ts";
import { type Account, NOTHING_SPENT } from "../schema/account.ts";
import { createAccount } from "./store.ts";

export interface OpenAccountInput {
  name: string;
  currency: string;
  pricePerSegment: number;
  messagesPerMinute: number;
  defaultCountry?: string;
  billingEmail?: string | null;
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
    limits: { messagesPerMinute: input.messagesPerMinute, spendPerDayMax: null },
    rateWindow: { startedAt: now, count: 0 },
    spend: NOTHING_SPENT,
    lowBalanceThreshold: null,
    billingEmail: input.billingEmail ?? null,
    autoTopUp: null,
    card: null,
    settings: {
      defaultCountry: input.defaultCountry ?? null,
      messageTtlSeconds: MESSAGE_TTL_SECONDS,
    },
    createdAt: now,
  };
}
