import { readAccountIn } from "../accounts/read.ts";
import { type Services, withTransaction } from "../context.ts";
import { updateAutoTopUp } from "./payment-store.ts";
import { writeMail } from "./store.ts";
import type { BillingTerms } from "./terms.ts";

export interface FailAutoTopUpInput {
  accountId: string;
  requestId: string;
  /** Stripe's, such as `insufficient_funds`, or ours. */
  code: string;
}

/** Switches the automatic top-up off, so that a card is not tried again and again, and tells the owner. A request that is over changes nothing. */
export async function failAutoTopUp(
  services: Pick<Services, "db" | "now" | "log">,
  { mailCollection }: Pick<BillingTerms, "mailCollection">,
  { accountId, requestId, code }: FailAutoTopUpInput,
): Promise<void> {
  const wasPending = await withTransaction(services, async (tx) => {
    const account = await readAccountIn(services.db, tx, accountId);
    if (account?.autoTopUp?.pendingId !== requestId) return false;
    const failure = { code, at: services.now() };
    updateAutoTopUp(services.db, tx, accountId, { isOn: false, pendingId: null, failure });
    if (mailCollection !== null && account.billingEmail !== null) {
      writeMail(services.db, tx, mailCollection, {
        to: account.billingEmail,
        subject: `The automatic top-up of ${account.name} failed`,
        text: `The card of ${account.name} was not charged (${code}), and the automatic top-up is switched off. Top up by hand and switch it on again.`,
      });
    }
    return true;
  });
  if (wasPending) services.log.warn("auto_top_up_failed", { accountId, requestId, code });
}
