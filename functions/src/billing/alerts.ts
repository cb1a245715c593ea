import type { Account } from "../schema/account.ts";
import type { Micros } from "../schema/money.ts";

/** What a change of the balance calls for. */
export interface BalanceAlerts {
  /** It fell below the threshold that its owner set. */
  isLow: boolean;
  /** It is below the threshold of the top-up by itself, and none is under way. */
  needsTopUp: boolean;
}

export function decideAlerts(
  account: Pick<Account, "lowBalanceThreshold" | "autoTopUp">,
  before: Micros,
  after: Micros,
): BalanceAlerts {
  const { lowBalanceThreshold, autoTopUp } = account;
  return {
    isLow:
      lowBalanceThreshold !== null && before >= lowBalanceThreshold && after < lowBalanceThreshold,
    needsTopUp:
      autoTopUp?.isOn === true && autoTopUp.pendingId === null && after < autoTopUp.threshold,
  };
}
