import type { Micros } from "../schema/money.ts";

/** For sentences, in English: `12.50 USD`. */
export function formatMicros(amount: Micros, currency: string): string {
  const text = (Math.abs(amount) / 1_000_000).toFixed(6);
  const shown = text.replace(/(\.\d\d\d*?)0+$/, "$1");
  return `${amount < 0 ? "-" : ""}${shown} ${currency}`;
}
