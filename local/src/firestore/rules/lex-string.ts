import { RulesSyntaxError } from "./syntax-error.ts";
import type { Position } from "./syntax-tree.ts";

const SIMPLE_ESCAPES: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  0: "\0",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "`": "`",
  "?": "?",
};
const HEX_ESCAPE_LENGTHS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** Reads a quoted string that starts at `start`; `end` is behind the closing quote. */
export function readStringLiteral(
  source: string,
  start: number,
  positionOf: (offset: number) => Position,
): { text: string; end: number } {
  const quote = source.charAt(start);
  let text = "";
  let at = start + 1;
  for (;;) {
    const character = source.charAt(at);
    if (character === "" || character === "\n") {
      throw new RulesSyntaxError(positionOf(start), `This string is never closed by ${quote}.`);
    }
    if (character === quote) return { text, end: at + 1 };
    if (character === "\\") {
      const escaped = readEscape(source, at, positionOf);
      text += escaped.text;
      at = escaped.end;
    } else {
      text += character;
      at += 1;
    }
  }
}

function readEscape(source: string, start: number, positionOf: (offset: number) => Position) {
  const letter = source.charAt(start + 1);
  const length = HEX_ESCAPE_LENGTHS[letter];
  if (length === undefined) {
    const text = SIMPLE_ESCAPES[letter];
    if (text !== undefined) return { text, end: start + 2 };
    // Dropping the backslash would quietly turn the pattern '\.' into '.', which matches more.
    throw new RulesSyntaxError(
      positionOf(start),
      `'\\${letter}' is no escape. For a backslash write '\\\\'.`,
    );
  }
  const digits = source.slice(start + 2, start + 2 + length);
  const code = Number.parseInt(digits, 16);
  if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits) || code > 0x10ffff) {
    throw new RulesSyntaxError(
      positionOf(start),
      `'\\${letter}' needs ${length} hexadecimal digits of a character.`,
    );
  }
  return { text: String.fromCodePoint(code), end: start + 2 + length };
}
