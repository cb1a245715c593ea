import { invalidField } from "../errors.ts";
import type { Micros } from "../schema/money.ts";
import { formatMicros } from "./format-micros.ts";
import { chargeStep, toMinorUnits } from "./minor-units.ts";
import type { BillingTerms } from "./terms.ts";

/** The amount in Stripe's units. Refuses what the deployment does not take, or Stripe cannot charge exactly. */
export function checkTopUpAmount(
  field: string,
  amount: Micros,
  currency: string,
  { topUp: { amounts, min, max } }: Pick<BillingTerms, "topUp">,
): number {
  if (!amounts.includes(amount) && (amount < min || amount > max)) {
    throw invalidField(
      field,
      `Give an amount from ${min} to ${max}: ${formatMicros(min, currency)} to ${formatMicros(max, currency)}, in millionths.`,
    );
  }
  const minor = toMinorUnits(amount, currency);
  if (minor !== null) return minor;
  throw invalidField(
    field,
    `Give a multiple of ${chargeStep(currency)} millionths: nothing smaller is charged in ${currency}.`,
  );
}
