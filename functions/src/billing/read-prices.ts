import type { Services } from "../context.ts";
import type { Account } from "../schema/account.ts";
import type { PriceTable } from "../schema/price-table.ts";
import { createPriceOf, type PriceOf } from "./price-of.ts";
import { readPriceTable } from "./price-store.ts";

/** How long an instance may go on with the prices that it read. */
const AGE_MS_MAX = 60_000;

/** Gives the prices that hold now, for any account. */
export type ReadPrices = () => Promise<(account: Account) => PriceOf>;

/** Reads the table once a minute an instance, whatever is sent. */
export function createPriceReader(
  services: Pick<Services, "db" | "now">,
  { isOn }: { isOn: boolean },
): ReadPrices {
  if (!isOn) return async () => () => () => 0;
  let readAt = 0;
  let reading: Promise<PriceTable | null> | null = null;
  return async () => {
    const now = services.now().getTime();
    if (reading === null || now - readAt > AGE_MS_MAX) {
      readAt = now;
      const begun = readPriceTable(services.db);
      reading = begun;
      begun.catch(() => {
        if (reading === begun) reading = null;
      });
    }
    const table = await reading;
    return (account) => createPriceOf(account, table?.currencies[account.currency]);
  };
}
