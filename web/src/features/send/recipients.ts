import type { ReadNumber } from "../../sms/number-reader.ts";

/** One text to one number, before anything is sent. */
export interface Row {
  /** As typed or as it stood in the file. */
  typed: string;
  /** E.164; null when it is no number. */
  to: string | null;
  text: string;
  /** Why it will not be sent. */
  problem: string | null;
}

const TEXT_LENGTH_MAX = 1600;

/** Numbers as people write them, apart by lines, commas or semicolons. */
export function splitNumbers(typed: string): string[] {
  return typed
    .split(/[\n,;]+/u)
    .map((part) => part.trim())
    .filter(Boolean);
}

/**
 * Reads the numbers, and says of each row that cannot be sent why. A repeated text to the same number is sent once. `isTextless`: no text is
 * written yet, which is no row's fault.
 */
export function checkRows(
  rows: readonly { typed: string; text: string }[],
  read: ReadNumber,
  country: string | null,
  isTextless = false,
): Row[] {
  const seen = new Set<string>();
  return rows.map(({ typed, text }) => {
    const to = read(typed, country);
    const key = `${to} ${text}`;
    const problem =
      problemOf(typed, to, country) ??
      (isTextless ? null : problemOfText(text)) ??
      repeated(seen.has(key));
    if (!problem) seen.add(key);
    return { typed, to, text, problem };
  });
}

function problemOf(typed: string, to: string | null, country: string | null): string | null {
  if (!typed) return "No number";
  if (!to) {
    return country || typed.startsWith("+") ? "Not a phone number" : "Begin with + and the country";
  }
  return null;
}

function problemOfText(text: string): string | null {
  if (text.trim() === "") return "No text";
  if (text.length > TEXT_LENGTH_MAX) return `Longer than ${TEXT_LENGTH_MAX} characters`;
  return null;
}

const repeated = (isRepeated: boolean): string | null =>
  isRepeated ? "The same text to this number stands above" : null;
