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

/** Reads the numbers, and says of each row that cannot be sent why. A repeated text to the same number is sent once. */
export function checkRows(
  rows: readonly { typed: string; text: string }[],
  read: ReadNumber,
  country: string | null,
): Row[] {
  const seen = new Set<string>();
  return rows.map(({ typed, text }) => {
    const to = read(typed, country);
    const key = `${to} ${text}`;
    const problem = problemOf(typed, to, text, seen.has(key), country);
    if (!problem) seen.add(key);
    return { typed, to, text, problem };
  });
}

function problemOf(
  typed: string,
  to: string | null,
  text: string,
  isRepeated: boolean,
  country: string | null,
): string | null {
  if (!typed) return "No number";
  if (!to) {
    return country || typed.startsWith("+") ? "Not a phone number" : "Begin with + and the country";
  }
  if (text.trim() === "") return "No text";
  if (text.length > TEXT_LENGTH_MAX) return `Longer than ${TEXT_LENGTH_MAX} characters`;
  if (isRepeated) return "The same text to this number stands above";
  return null;
}
