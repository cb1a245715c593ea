import type { Services } from "../context.ts";
import type { Prefixes } from "../schema/price-table.ts";
import { readPriceTable, writePriceTable } from "./price-store.ts";

export interface ImportedPrices {
  added: number;
  changed: number;
  removed: number;
  kept: number;
}

/** Puts these prices in the place of all that a currency had. An instance takes them over within a minute. */
export async function importPrices(
  services: Pick<Services, "db" | "now">,
  input: { currency: string; prefixes: Prefixes; isDryRun: boolean },
): Promise<ImportedPrices> {
  const { currency, prefixes, isDryRun } = input;
  const table = await readPriceTable(services.db);
  const before = table?.currencies[currency] ?? {};
  const names = Object.keys(prefixes);
  const changed = names.filter(
    (name) => before[name] !== undefined && before[name] !== prefixes[name],
  );
  const added = names.filter((name) => before[name] === undefined);
  const removed = Object.keys(before).filter((name) => prefixes[name] === undefined);
  if (!isDryRun) {
    const currencies = { ...table?.currencies, [currency]: prefixes };
    await writePriceTable(services.db, { currencies, updatedAt: services.now() });
  }
  return {
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    kept: names.length - added.length - changed.length,
  };
}
