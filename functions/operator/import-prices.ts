import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { importPrices } from "../src/billing/import-prices.ts";
import { parsePriceList } from "../src/billing/parse-price-list.ts";
import { Currency } from "../src/schema/money.ts";
import { connect, print, UsageError } from "./connect.ts";

/** Replaces the prices by prefix of a currency by those of a file of `prefix,price` lines. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      currency: { type: "string", default: "USD" },
      "dry-run": { type: "boolean", default: false },
    },
  });
  const [file, ...others] = positionals;
  const currency = Currency.safeParse(values.currency);
  if (file === undefined || others.length > 0 || !currency.success) {
    throw new UsageError("Give a file of lines as 44,0.045 and, if it is not USD, --currency EUR.");
  }
  const prefixes = parsePriceList(readFileSync(file, "utf8"));
  const isDryRun = values["dry-run"];
  const counts = await importPrices(connect(), { currency: currency.data, prefixes, isDryRun });
  print(
    `${isDryRun ? "Would be" : "Prices"} in ${currency.data}: ${counts.added} added, ${counts.changed} changed, ${counts.removed} removed, ${counts.kept} as before.`,
  );
  return 0;
}
