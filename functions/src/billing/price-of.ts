import type { Account } from "../schema/account.ts";
import type { Micros } from "../schema/money.ts";
import type { Prefixes } from "../schema/price-table.ts";

/** What a segment to a number in E.164 costs. */
export type PriceOf = (to: string) => Micros;

const PREFIX_DIGITS_MAX = 15;

/**
 * The longest prefix of the table that the number begins with, else the account's own price. An account whose price is 0 sends for
 * nothing wherever it sends.
 */
export function createPriceOf(
  account: Pick<Account, "pricePerSegment">,
  prefixes: Prefixes | undefined,
): PriceOf {
  if (account.pricePerSegment === 0) return () => 0;
  if (prefixes === undefined) return () => account.pricePerSegment;
  return (to) => {
    const digits = to.slice(1);
    for (let length = Math.min(PREFIX_DIGITS_MAX, digits.length); length > 0; length -= 1) {
      const price = prefixes[digits.slice(0, length)];
      if (price !== undefined) return price;
    }
    return account.pricePerSegment;
  };
}
