import { QuoteResponse } from "@handset/functions/schema/api/billing.ts";
import { useEffect, useState } from "react";
import { useAccount } from "../account.tsx";
import { type Api, parsed, useApi } from "../api.ts";

const NUMBERS_PER_QUOTE_MAX = 100;
const NUMBERS_MAX = 1000;
const TYPING_MS = 400;
/** Takes one segment. */
const SHORT = "a";

export type UnitPrices = ReadonlyMap<string, number>;
const NONE: UnitPrices = new Map();

/** What a segment costs to each number, where it differs by destination; until it is known, the account's price holds. */
export function useUnitPrices(numbers: readonly string[]): UnitPrices {
  const { id, account } = useAccount();
  const api = useApi();
  const [prices, setPrices] = useState(NONE);
  const isFree = account.pricePerSegment === 0;
  const key = isFree ? "" : [...new Set(numbers)].slice(0, NUMBERS_MAX).join();
  useEffect(() => {
    if (key === "") return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      quote(api, id, key.split(",")).then(
        (found) => isCurrent && setPrices(found),
        (error: unknown) => console.error("The prices could not be read.", error),
      );
    }, TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [api, id, key]);
  return prices;
}

const known = new Map<string, Map<string, number>>();

async function quote(api: Api, accountId: string, numbers: string[]): Promise<UnitPrices> {
  const prices = known.get(accountId) ?? new Map<string, number>();
  known.set(accountId, prices);
  const missing = numbers.filter((number) => !prices.has(number));
  for (let from = 0; from < missing.length; from += NUMBERS_PER_QUOTE_MAX) {
    const asked = missing.slice(from, from + NUMBERS_PER_QUOTE_MAX);
    const body = { to: asked, message: SHORT };
    const answer = api.call("quoteMessages", { body }, { accountId });
    const { messages } = await parsed(QuoteResponse, answer);
    for (const { to, price } of messages) prices.set(to, price);
  }
  return new Map(prices);
}
