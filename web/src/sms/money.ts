const MILLION = 1_000_000;
const formats = new Map<string, Intl.NumberFormat>();

/** An amount in millionths, as money: "$12.50", or "$0.0075" where cents would hide it. */
export function formatMoney(micros: number, currency: string): string {
  const amount = micros / MILLION;
  const isFine = micros % 10_000 !== 0 && Math.abs(amount) < 1;
  const key = `${currency}${isFine}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(undefined, {
      style: "currency",
      currency,
      ...(isFine ? { minimumFractionDigits: 2, maximumFractionDigits: 6 } : {}),
    });
    formats.set(key, format);
  }
  return format.format(amount);
}

/** The smallest part of the currency that there is: 0.01, 1 for yen, 0.001 for dinars. */
export function moneyStep(currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return 10 ** -maximumFractionDigits;
}

/** The smallest part that a card is charged: no thousandths. */
export const chargeStep = (currency: string): number => Math.max(moneyStep(currency), 0.01);

/** As a person types it; empty stands for none. */
export function typedOf(micros: number | null): string {
  return micros === null ? "" : String(micros / MILLION);
}

export function microsOf(typed: string): number | null {
  return typed.trim() === "" ? null : Math.round(Number(typed) * MILLION);
}
