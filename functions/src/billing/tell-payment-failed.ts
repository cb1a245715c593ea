import { readAccountIn } from "../accounts/read.ts";
import { type Services, withTransaction } from "../context.ts";
import type { StripeEventRecord } from "../schema/payment.ts";
import { setEvent } from "./payment-store.ts";
import { writeMail } from "./store.ts";
import type { BillingTerms } from "./terms.ts";

/** Tells an account's owner that a top-up which was under way did not come. */
export async function tellPaymentFailed(
  services: Services,
  { mailCollection }: Pick<BillingTerms, "mailCollection">,
  { accountId, event }: { accountId: string; event: { id: string; record: StripeEventRecord } },
): Promise<void> {
  await withTransaction(services, async (tx) => {
    const account = await readAccountIn(services.db, tx, accountId);
    if (account === null) return;
    setEvent(services.db, tx, event.id, event.record);
    if (mailCollection === null || account.billingEmail === null) return;
    writeMail(services.db, tx, mailCollection, {
      to: account.billingEmail,
      subject: `A top-up of ${account.name} did not come`,
      text: `The bank refused the payment for ${account.name}. Nothing was booked. Top up again, another way.`,
    });
  });
  services.log.warn("top_up_failed", { accountId });
}
