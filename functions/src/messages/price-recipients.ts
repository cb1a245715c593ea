import type { PriceOf } from "../billing/price-of.ts";
import type { Micros } from "../schema/money.ts";
import type { Draft } from "./draft.ts";

/** What each recipient of a draft costs, and all of them. The one place where a send and its quote are priced. */
export function priceRecipients(
  recipients: readonly string[],
  { count }: Pick<Draft, "count">,
  priceOf: PriceOf,
): { recipients: { to: string; price: Micros }[]; price: Micros } {
  const priced = recipients.map((to) => ({ to, price: priceOf(to) * count.segments }));
  return { recipients: priced, price: priced.reduce((sum, { price }) => sum + price, 0) };
}
