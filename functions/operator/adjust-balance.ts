import { parseArgs } from "node:util";
import { adjustBalance } from "../src/billing/adjust-balance.ts";
import { parseAmount } from "../src/billing/parse-amount.ts";
import { randomText } from "../src/ids.ts";
import { connect, operatorContext, print, UsageError } from "./connect.ts";

/** Adds to a balance or takes from it, with a reason and an author. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      account: { type: "string" },
      amount: { type: "string" },
      reason: { type: "string" },
      by: { type: "string" },
      id: { type: "string" },
      "allow-negative": { type: "boolean", default: false },
    },
  });
  const { account, reason, by } = values;
  const amount = parseAmount(values.amount ?? "");
  if (!account || !reason || !by || amount === null || amount === 0) {
    throw new UsageError(
      'Give --account acc_…, --amount=12.50 (or =-12.50), --reason "…" and --by with your name.',
    );
  }
  const ctx = operatorContext(connect(), account, by);
  const entryId = `adjustment_${values.id ?? randomText(22)}`;
  const allowsNegative = values["allow-negative"];
  const result = await adjustBalance(ctx, { entryId, amount, reason, allowsNegative });
  print(result === "booked" ? `Booked as ${entryId}.` : `${entryId} is booked already.`);
  return 0;
}
