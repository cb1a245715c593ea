import type { Micros } from "../schema/money.ts";

const AMOUNT = /^([+-]?)(\d{1,9})(?:\.(\d{1,6}))?$/;

/** `12.5` as millionths, exactly; null: it is no amount, or finer than a millionth. */
export function parseAmount(text: string): Micros | null {
  const match = AMOUNT.exec(text.trim());
  if (match === null) return null;
  const [, sign, units = "", fraction = ""] = match;
  const micros = Number(units) * 1_000_000 + Number(fraction.padEnd(6, "0"));
  return sign === "-" ? 0 - micros : micros;
}
