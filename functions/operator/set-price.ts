import { parseArgs } from "node:util";
import { setPrice } from "../src/accounts/set-price.ts";
import { parseAmount } from "../src/billing/parse-amount.ts";
import { connect, operatorContext, print, UsageError } from "./connect.ts";

/** Changes what a segment costs an account. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      account: { type: "string" },
      price: { type: "string" },
      by: { type: "string" },
    },
  });
  const { account, by } = values;
  const pricePerSegment = parseAmount(values.price ?? "");
  if (!account || !by || pricePerSegment === null || pricePerSegment < 0) {
    throw new UsageError("Give --account acc_…, --price 0.03 and --by with your name.");
  }
  await setPrice(operatorContext(connect(), account, by), { pricePerSegment });
  print("Changed, for what is sent from now on.");
  return 0;
}
