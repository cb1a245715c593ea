import { readAccount } from "../accounts/read.ts";
import { createPriceReader } from "../billing/read-prices.ts";
import type { BillingTerms } from "../billing/terms.ts";
import { type Context, requireScope, type Services } from "../context.ts";
import type { Account } from "../schema/account.ts";
import type { Micros } from "../schema/money.ts";
import type { SegmentCount } from "../schema/segments.ts";
import { draftMessages, recipientsOf } from "./draft.ts";
import { priceRecipients } from "./price-recipients.ts";

export interface Quote extends SegmentCount {
  recipients: { to: string; price: Micros }[];
  /** Of all of them. */
  price: Micros;
  account: Pick<Account, "balance" | "currency">;
}

export type QuoteMessages = (
  ctx: Context,
  input: { to: string[]; isList: boolean; body: string },
) => Promise<Quote>;

/** Says what a send would cost, and writes nothing. */
export function createQuoter(services: Services, terms: Pick<BillingTerms, "isOn">): QuoteMessages {
  const readPrices = createPriceReader(services, terms);
  return async function quoteMessages(ctx, input) {
    requireScope(ctx, "messages:send");
    const draft = draftMessages(
      { ...input, ...UNADDRESSED },
      { actor: ctx.actor, now: ctx.now(), newMessageId: () => "" },
    );
    const [pricesOf, account] = await Promise.all([readPrices(), readAccount(ctx, ctx.accountId)]);
    const recipients = recipientsOf(draft, account.settings.defaultCountry);
    return { ...draft.count, ...priceRecipients(recipients, draft, pricesOf(account)), account };
  };
}

const UNADDRESSED = {
  ...{ deviceId: null, simSlot: null, from: null, sendAt: null, expiresAt: null },
  ...{ priority: 0, metadata: {}, idempotency: null },
};
