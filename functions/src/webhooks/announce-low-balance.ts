import type { Services, Transaction } from "../context.ts";
import { newId } from "../ids.ts";
import type { Account } from "../schema/account.ts";
import { createAlert } from "./alert-store.ts";

const KEPT_DAYS = 7;

/** Writes down that a balance fell below its threshold, with the transaction that took it there; the trigger on it publishes `balance.low`. */
export function announceLowBalance(
  services: Pick<Services, "db" | "now">,
  tx: Transaction,
  { accountId, account, balance }: { accountId: string; account: Account; balance: number },
): void {
  const now = services.now();
  createAlert(services.db, tx, accountId, newId("evt"), {
    type: "balance.low",
    balance,
    threshold: account.lowBalanceThreshold,
    currency: account.currency,
    pricePerSegment: account.pricePerSegment,
    createdAt: now,
    expiresAt: new Date(now.getTime() + KEPT_DAYS * 86_400_000),
  });
}
