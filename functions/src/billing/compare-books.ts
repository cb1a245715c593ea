import type { Micros } from "../schema/money.ts";

/** What an account's documents say of its money, all read at one moment. */
export interface Books {
  /** As the account's document has it. */
  balance: Micros;
  /** The sum of all entries. */
  entries: Micros;
  /** The sum of the entries that give a message's price back. */
  refunds: Micros;
  /** The prices of the outbound messages that failed, expired or were canceled. */
  endedPrices: Micros;
  /** The prices of all other messages. */
  otherPrices: Micros;
}

export interface BooksDifference {
  what: "balance" | "refunds";
  found: Micros;
  expected: Micros;
}

/**
 * What does not add up. The balance is the sum of the entries less the price of every message; a message that ended without being sent
 * has its price given back by an entry, and no other has.
 */
export function compareBooks(books: Books): BooksDifference[] {
  const expected = books.entries - books.endedPrices - books.otherPrices;
  const rules: BooksDifference[] = [
    { what: "balance", found: books.balance, expected },
    { what: "refunds", found: books.refunds, expected: books.endedPrices },
  ];
  return rules.filter((rule) => rule.found !== rule.expected);
}
