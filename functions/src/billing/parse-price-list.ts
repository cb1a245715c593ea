import { GatewayError } from "../errors.ts";
import { Prefix, type Prefixes } from "../schema/price-table.ts";
import { parseAmount } from "./parse-amount.ts";

/** A document of the database holds a megabyte. */
export const PREFIXES_MAX = 20_000;

/**
 * Reads lines of `prefix,price`, the price in units of the currency a segment; further columns, a first line of names and empty lines
 * are skipped. Refuses the whole list, naming the line, when one does not parse or a prefix comes twice.
 */
export function parsePriceList(text: string): Prefixes {
  const prefixes: Prefixes = {};
  text.split(/\r?\n/).forEach((line, index) => {
    const [prefix = "", price = ""] = line.split(",").map((field) => field.trim());
    if (line.trim() === "" || (index === 0 && /[a-z]/i.test(prefix))) return;
    const digits = prefix.replace(/^\+/, "");
    const amount = parseAmount(price);
    const at = `Line ${index + 1}`;
    if (!Prefix.safeParse(digits).success) {
      throw refused(
        `${at}: ${prefix} is no prefix. Give the digits that numbers begin with, such as 44.`,
      );
    }
    if (amount === null || amount < 0) {
      throw refused(`${at}: ${price} is no price. Give units of the currency, such as 0.045.`);
    }
    if (prefixes[digits] !== undefined) throw refused(`${at}: ${digits} comes twice.`);
    prefixes[digits] = amount;
  });
  const count = Object.keys(prefixes).length;
  if (count > PREFIXES_MAX) throw refused(`${count} prefixes are more than ${PREFIXES_MAX}.`);
  return prefixes;
}

function refused(message: string): GatewayError {
  return new GatewayError("invalid_request", message);
}
