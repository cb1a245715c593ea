import { GatewayError } from "../errors.ts";
import { type Account, NOTHING_SPENT, type Spend } from "../schema/account.ts";
import type { Actor } from "../schema/actor.ts";
import type { Micros } from "../schema/money.ts";
import { dayOf } from "../schema/usage.ts";

/** The account's spending as it is at `now`: none when the day has ended. */
export function currentSpend(account: Pick<Account, "spend">, now: Date): Spend {
  const day = dayOf(now);
  return account.spend.day === day ? account.spend : { ...NOTHING_SPENT, day };
}

/** Who spends, and what their key may spend in a day; null: all there is. */
export interface Spender {
  actor: Actor;
  spendPerDayMax: Micros | null;
}

/** The spending after `amount` more. Refuses what goes beyond the account's cap or the key's. */
export function addSpending(
  account: Pick<Account, "limits" | "currency">,
  spend: Spend,
  { actor, spendPerDayMax }: Spender,
  amount: Micros,
): Spend {
  if (amount === 0) return spend;
  const total = spend.total + amount;
  const accountMax = account.limits.spendPerDayMax;
  if (accountMax !== null && total > accountMax) {
    throw capReached("account", account.currency, accountMax, spend.total, amount);
  }
  if (actor.type !== "api_key" || spendPerDayMax === null) return { ...spend, total };
  const before = spend.byKey[actor.id] ?? 0;
  if (before + amount > spendPerDayMax) {
    throw capReached("API key", account.currency, spendPerDayMax, before, amount);
  }
  return { ...spend, total, byKey: { ...spend.byKey, [actor.id]: before + amount } };
}

function capReached(
  whose: "account" | "API key",
  currency: string,
  max: Micros,
  spent: Micros,
  price: Micros,
): GatewayError {
  return new GatewayError(
    "spend_cap_reached",
    `Raise the daily cap of this ${whose} or wait until midnight UTC: this costs ${price}, and ${spent} of ${max} (millionths of ${currency}) are spent.`,
    {
      extra: {
        cap_of: whose === "account" ? "account" : "api_key",
        spend_per_day_max: max,
        spent_today: spent,
        price,
        currency,
      },
    },
  );
}
