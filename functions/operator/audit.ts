import { parseArgs } from "node:util";
import { type AccountDifference, auditBalances } from "../src/billing/audit.ts";
import { formatMicros } from "../src/billing/format-micros.ts";
import { connect, print } from "./connect.ts";

/** Recomputes balances from messages and entries and prints each difference. Exit code 1: there is one. Repairs nothing. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { account: { type: "string" } } });
  const { accountCount, differences } = await auditBalances(connect(), values.account ?? null);
  for (const difference of differences) print(describe(difference));
  print(
    `${accountCount} ${accountCount === 1 ? "account" : "accounts"} audited, ${differences.length || "no"} ${differences.length === 1 ? "difference" : "differences"}.`,
  );
  return differences.length === 0 ? 0 : 1;
}

function describe(one: AccountDifference): string {
  const money = (amount: number) => formatMicros(amount, one.currency);
  const by = `difference ${money(one.found - one.expected)}`;
  const who = `${one.accountId} (${one.accountName})`;
  switch (one.what) {
    case "balance":
      return `${who}: the balance is ${money(one.found)}, and its entries and messages make ${money(one.expected)}: ${by}.`;
    case "refunds":
      return `${who}: ${money(one.found)} was given back for messages, and those that ended without being sent cost ${money(one.expected)}: ${by}.`;
  }
}
