import { readStringLiteral } from "./lex-string.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type { Position } from "./syntax-tree.ts";

export type Token = { position: Position; start: number; end: number } & (
  | { kind: "name"; text: string }
  | { kind: "integer"; text: string }
  | { kind: "float"; text: string }
  | { kind: "string"; text: string }
  | { kind: "bytes"; text: string }
  | { kind: "symbol"; text: string }
  | { kind: "end"; text: "" }
);

const SYMBOLS_OF_TWO = new Set(["&&", "||", "==", "!=", "<=", ">=", "**", "--", "++"]);
const SYMBOLS_OF_ONE = new Set("{}()[]<>+-*/%!?:;,.=$".split(""));
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+\.\d*|\.\d+|\d+/y;
const PATH_TEXT = /\(default\)|[A-Za-z0-9_.~%@-]+|\{[A-Za-z_]\w*\}/y;

/** Reads tokens on demand, since only the parser knows whether `/` divides or starts a path. */
export class Lexer {
  readonly #source: string;
  readonly #lineStarts: number[] = [0];
  #offset = 0;
  #lookahead: Token | null = null;

  constructor(source: string) {
    this.#source = source;
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) {
      this.#lineStarts.push(at + 1);
    }
  }

  peek(): Token {
    this.#lookahead ??= this.#read();
    return this.#lookahead;
  }

  next(): Token {
    const token = this.peek();
    this.#lookahead = null;
    this.#offset = token.end;
    return token;
  }

  /** The text of a path segment that starts exactly where the last token ended. */
  pathText(): string | null {
    PATH_TEXT.lastIndex = this.#offset;
    const text = PATH_TEXT.exec(this.#source)?.[0];
    if (text === undefined) return null;
    this.#offset += text.length;
    this.#lookahead = null;
    return text;
  }

  /** Whether `text` stands exactly where the last token ended, and consumes it if so. */
  takeAdjacent(text: string): boolean {
    if (!this.#source.startsWith(text, this.#offset)) return false;
    this.#offset += text.length;
    this.#lookahead = null;
    return true;
  }

  here(): Position {
    return this.#positionOf(this.#offset);
  }

  #positionOf(offset: number): Position {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  #skipBlanks(offset: number): number {
    let at = offset;
    for (;;) {
      const rest = this.#source.slice(at, at + 2);
      if (rest === "//") {
        const newline = this.#source.indexOf("\n", at);
        at = newline < 0 ? this.#source.length : newline;
      } else if (rest === "/*") {
        const close = this.#source.indexOf("*/", at + 2);
        if (close < 0) {
          throw new RulesSyntaxError(this.#positionOf(at), "This comment is never closed by '*/'.");
        }
        at = close + 2;
      } else if (rest !== "" && /\s/.test(rest.charAt(0))) {
        at += 1;
      } else {
        return at;
      }
    }
  }

  #read(): Token {
    const start = this.#skipBlanks(this.#offset);
    const position = this.#positionOf(start);
    const token = (kind: Exclude<Token["kind"], "end">, text: string, end: number): Token => ({
      kind,
      text,
      position,
      start,
      end,
    });
    const first = this.#source.charAt(start);
    if (first === "") return { kind: "end", text: "", position, start, end: start };

    const quoteAt =
      first === "b" && /["']/.test(this.#source.charAt(start + 1)) ? start + 1 : start;
    if (/["']/.test(this.#source.charAt(quoteAt))) {
      const { text, end } = readStringLiteral(this.#source, quoteAt, (at) => this.#positionOf(at));
      return token(quoteAt === start ? "string" : "bytes", text, end);
    }
    NAME.lastIndex = start;
    const name = NAME.exec(this.#source)?.[0];
    if (name !== undefined) return token("name", name, start + name.length);

    NUMBER.lastIndex = start;
    const number = NUMBER.exec(this.#source);
    if (number) {
      const isFloat = number[0].includes(".");
      return token(isFloat ? "float" : "integer", number[0], start + number[0].length);
    }
    const two = this.#source.slice(start, start + 2);
    if (SYMBOLS_OF_TWO.has(two)) return token("symbol", two, start + 2);
    if (SYMBOLS_OF_ONE.has(first)) return token("symbol", first, start + 1);
    throw new RulesSyntaxError(position, unexpectedCharacter(first));
  }
}

function unexpectedCharacter(character: string): string {
  if (character === "&") return "Unexpected '&'. Use '&&' for 'and'.";
  if (character === "|") return "Unexpected '|'. Use '||' for 'or'.";
  return `Unexpected character '${character}'.`;
}
