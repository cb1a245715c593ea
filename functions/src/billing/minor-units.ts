import type { Micros } from "../schema/money.ts";

/** Currencies in which Stripe's smallest unit is not a hundredth. */
const DECIMALS: Record<string, number> = {
  ...Object.fromEntries(
    [
      ...["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"],
      ...["PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"],
    ].map((currency) => [currency, 0]),
  ),
  ...Object.fromEntries(["BHD", "JOD", "KWD", "OMR", "TND"].map((currency) => [currency, 3])),
};

/** Sent with two decimals that must be zero, though the currency has none. */
const WHOLE = new Set(["ISK", "UGX"]);

function microsPerMinor(currency: string): number {
  return 1_000_000 / 10 ** (DECIMALS[currency] ?? 2);
}

/** The smallest step of an amount that Stripe charges, in millionths. */
export function chargeStep(currency: string): Micros {
  if (WHOLE.has(currency)) return 1_000_000;
  // Stripe takes three decimals with the last one zero.
  return DECIMALS[currency] === 3 ? 10_000 : microsPerMinor(currency);
}

/** Null: Stripe cannot charge this amount exactly. */
export function toMinorUnits(amount: Micros, currency: string): number | null {
  return amount % chargeStep(currency) === 0 ? amount / microsPerMinor(currency) : null;
}

export function fromMinorUnits(amount: number, currency: string): Micros {
  return amount * microsPerMinor(currency);
}
