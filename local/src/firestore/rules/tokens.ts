import type { Lexer, Token } from "./lex.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type { Position } from "./syntax-tree.ts";

const KEYWORDS = new Set(
  "true false null in is let return function match allow service if".split(" "),
);

export function isKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}

function describeToken(token: Token): string {
  return token.kind === "end" ? "the end of the rules" : `'${token.text}'`;
}

export function unexpected(token: Token, expectation: string): RulesSyntaxError {
  return new RulesSyntaxError(
    token.position,
    `Unexpected ${describeToken(token)}, expected ${expectation}.`,
  );
}

export function isSymbol(token: Token, text: string): boolean {
  return token.kind === "symbol" && token.text === text;
}

export function isWord(token: Token, text: string): boolean {
  return token.kind === "name" && token.text === text;
}

export function expectSymbol(lexer: Lexer, text: string): Token {
  const token = lexer.peek();
  if (!isSymbol(token, text)) throw unexpected(token, `'${text}'`);
  return lexer.next();
}

/** A name that may be declared: keywords are refused. */
export function expectName(lexer: Lexer, what: string): { name: string; position: Position } {
  const token = lexer.peek();
  if (token.kind !== "name" || KEYWORDS.has(token.text)) throw unexpected(token, what);
  lexer.next();
  return { name: token.text, position: token.position };
}
