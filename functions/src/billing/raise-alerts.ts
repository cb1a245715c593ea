import type { Services, Transaction } from "../context.ts";
import { newId } from "../ids.ts";
import type { Account } from "../schema/account.ts";
import type { Micros } from "../schema/money.ts";
import { dayOf } from "../schema/usage.ts";
import { announceLowBalance } from "../webhooks/announce-low-balance.ts";
import { askedOn, type BalanceAlerts } from "./alerts.ts";
import { formatMicros } from "./format-micros.ts";
import { writeMail, writeTopUpRequest } from "./store.ts";
import type { BillingTerms } from "./terms.ts";

const REQUEST_KEPT_DAYS = 30;

/** Writes what a change of the balance calls for into the transaction that changes it. Reads nothing. */
export function raiseAlerts(
  services: Pick<Services, "db" | "now">,
  tx: Transaction,
  terms: Pick<BillingTerms, "mailCollection">,
  { accountId, account, balance, alerts }: RaisedAlerts,
): void {
  const now = services.now();
  if (alerts.needsTopUp && account.autoTopUp !== null) {
    const { amount } = account.autoTopUp;
    const day = dayOf(now);
    const asked = { day, count: askedOn(account.autoTopUp, day) + 1 };
    const expiresAt = new Date(now.getTime() + REQUEST_KEPT_DAYS * 86_400_000);
    const request = { accountId, amount, requestedAt: now, expiresAt };
    writeTopUpRequest(services.db, tx, newId("atu"), request, asked);
  }
  if (alerts.isLow) announceLowBalance(services, tx, { accountId, account, balance });
  if (alerts.isLow && terms.mailCollection !== null && account.billingEmail !== null) {
    writeMail(services.db, tx, terms.mailCollection, {
      to: account.billingEmail,
      subject: `The balance of ${account.name} is low`,
      text: `The balance of ${account.name} is ${formatMicros(balance, account.currency)}. Top it up, so that nothing is refused.`,
    });
  }
}

export interface RaisedAlerts {
  accountId: string;
  account: Account;
  /** After the change. */
  balance: Micros;
  alerts: BalanceAlerts;
}
