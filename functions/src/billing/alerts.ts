import type { Account, AutoTopUp } from "../schema/account.ts";
import type { Micros } from "../schema/money.ts";
import { dayOf } from "../schema/usage.ts";

/** What a change of the balance calls for. */
export interface BalanceAlerts {
  /** It fell below the threshold that its owner set. */
  isLow: boolean;
  /** It is below the threshold of the automatic top-up, and none is under way. */
  needsTopUp: boolean;
}

/** Charges a day without anybody's doing: a key that leaked must not empty a card. */
export const AUTO_TOP_UPS_PER_DAY_MAX = 10;

export function decideAlerts(
  account: Pick<Account, "lowBalanceThreshold" | "autoTopUp">,
  { before, after }: { before: Micros; after: Micros },
  now: Date,
): BalanceAlerts {
  const { lowBalanceThreshold, autoTopUp } = account;
  return {
    isLow:
      lowBalanceThreshold !== null && before >= lowBalanceThreshold && after < lowBalanceThreshold,
    needsTopUp:
      autoTopUp?.isOn === true &&
      autoTopUp.pendingId === null &&
      after < autoTopUp.threshold &&
      askedOn(autoTopUp, dayOf(now)) < AUTO_TOP_UPS_PER_DAY_MAX,
  };
}

export function askedOn({ asked }: Pick<AutoTopUp, "asked">, day: string): number {
  return asked.day === day ? asked.count : 0;
}
