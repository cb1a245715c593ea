import type { Lexer, Token } from "./lex.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type { BinaryOperator, Expression, PathPart, Position } from "./syntax-tree.ts";
import { expectName, expectSymbol, isKeyword, isSymbol, isWord, unexpected } from "./tokens.ts";

const NESTING_MAX = 100;
const CONDITIONAL_POWER = 1;
const TYPE_TEST_POWER = 5;
const UNARY_POWER = 10;
const INTEGER_MAX = 2n ** 63n - 1n;

/** As Firebase's own grammar has it: `in` and `is` bind looser than comparisons do. */
const BINARY_POWERS: Record<BinaryOperator, number> = {
  "||": 2,
  "&&": 3,
  in: 4,
  "==": 6,
  "!=": 6,
  "<": 7,
  "<=": 7,
  ">": 7,
  ">=": 7,
  "+": 8,
  "-": 8,
  "*": 9,
  "/": 9,
  "%": 9,
};
export function parseExpression(lexer: Lexer): Expression {
  return new ExpressionParser(lexer).parse(0);
}

class ExpressionParser {
  readonly #lexer: Lexer;
  #nesting = 0;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
  }

  parse(power: number): Expression {
    this.#nesting += 1;
    if (this.#nesting > NESTING_MAX) {
      throw new RulesSyntaxError(
        this.#lexer.peek().position,
        `This expression is nested more than ${NESTING_MAX} levels deep.`,
      );
    }
    let left = this.#parsePrefix();
    for (;;) {
      const next = this.#parseInfix(left, power);
      if (next === null) break;
      left = next;
    }
    this.#nesting -= 1;
    return left;
  }

  #parsePrefix(): Expression {
    const token = this.#lexer.next();
    const { position } = token;
    switch (token.kind) {
      case "string":
        return { kind: "literal", value: token.text, position };
      case "bytes":
        return { kind: "literal", value: new TextEncoder().encode(token.text), position };
      case "float":
        return { kind: "literal", value: Number(token.text), position };
      case "integer":
        return { kind: "literal", value: integerOf(token, INTEGER_MAX), position };
      case "name":
        return this.#parseName(token);
      case "symbol":
        return this.#parseSymbol(token);
      case "end":
        throw unexpected(token, "an expression");
    }
  }

  #parseName(token: Token): Expression {
    const { position, text } = token;
    if (text === "true") return { kind: "literal", value: true, position };
    if (text === "false") return { kind: "literal", value: false, position };
    if (text === "null") return { kind: "literal", value: null, position };
    if (isKeyword(text)) throw unexpected(token, "an expression");
    if (!isSymbol(this.#lexer.peek(), "(")) return { kind: "name", name: text, position };
    this.#lexer.next();
    return { kind: "call", name: text, args: this.#parseItems(")"), position };
  }

  #parseSymbol(token: Token): Expression {
    const { position } = token;
    switch (token.text) {
      case "(": {
        const inner = this.parse(0);
        expectSymbol(this.#lexer, ")");
        return inner;
      }
      case "[":
        return { kind: "list", items: this.#parseItems("]"), position };
      case "{":
        return { kind: "map", entries: this.#parseEntries(), position };
      case "!":
        return { kind: "not", operand: this.parse(UNARY_POWER), position };
      case "-":
        return this.#parseNegation(position);
      case "/":
        return { kind: "path", parts: this.#parsePath(), position };
      default:
        throw unexpected(token, "an expression");
    }
  }

  #parseNegation(position: Position): Expression {
    const token = this.#lexer.peek();
    if (token.kind === "integer") {
      this.#lexer.next();
      return { kind: "literal", value: -integerOf(token, INTEGER_MAX + 1n), position };
    }
    return { kind: "negate", operand: this.parse(UNARY_POWER), position };
  }

  #parseInfix(left: Expression, power: number): Expression | null {
    const token = this.#lexer.peek();
    const { position } = token;
    const postfix = this.#parsePostfix(left);
    if (postfix !== null) return postfix;
    if (isSymbol(token, "?")) {
      if (power >= CONDITIONAL_POWER) return null;
      this.#lexer.next();
      const then = this.parse(0);
      expectSymbol(this.#lexer, ":");
      return { kind: "conditional", test: left, then, otherwise: this.parse(0), position };
    }
    if (isWord(token, "is")) {
      if (power >= TYPE_TEST_POWER) return null;
      this.#lexer.next();
      const type = expectName(this.#lexer, "the name of a type");
      return { kind: "is", operand: left, type: type.name, position: type.position };
    }
    const operator = binaryOperatorOf(token);
    if (operator === null || power >= BINARY_POWERS[operator]) return null;
    this.#lexer.next();
    return {
      kind: "binary",
      operator,
      left,
      right: this.parse(BINARY_POWERS[operator]),
      position,
    };
  }

  #parsePostfix(object: Expression): Expression | null {
    const token = this.#lexer.peek();
    if (isSymbol(token, ".")) {
      this.#lexer.next();
      const property = this.#lexer.next();
      if (property.kind !== "name") throw unexpected(property, "a property name");
      if (!isSymbol(this.#lexer.peek(), "(")) {
        return { kind: "member", object, property: property.text, position: property.position };
      }
      this.#lexer.next();
      const args = this.#parseItems(")");
      return { kind: "method", object, method: property.text, args, position: property.position };
    }
    if (!isSymbol(token, "[")) return null;
    this.#lexer.next();
    return this.#parseBrackets(object, token.position);
  }

  /** `[index]`, or `[from:to]` of which either may be left out. */
  #parseBrackets(object: Expression, position: Position): Expression {
    const from = isSymbol(this.#lexer.peek(), ":") ? null : this.parse(0);
    if (!isSymbol(this.#lexer.peek(), ":")) {
      const close = expectSymbol(this.#lexer, "]");
      if (from === null) throw unexpected(close, "an expression");
      return { kind: "index", object, index: from, position };
    }
    this.#lexer.next();
    const to = isSymbol(this.#lexer.peek(), "]") ? null : this.parse(0);
    expectSymbol(this.#lexer, "]");
    return { kind: "slice", object, from, to, position };
  }

  /** Comma-separated expressions up to and including the closing symbol. */
  #parseItems(close: string): Expression[] {
    const items: Expression[] = [];
    while (!isSymbol(this.#lexer.peek(), close)) {
      items.push(this.parse(0));
      if (isSymbol(this.#lexer.peek(), close)) break;
      const token = this.#lexer.peek();
      if (!isSymbol(token, ",")) throw unexpected(token, `',' or '${close}'`);
      this.#lexer.next();
    }
    this.#lexer.next();
    return items;
  }

  #parseEntries(): { key: Expression; value: Expression }[] {
    const entries: { key: Expression; value: Expression }[] = [];
    while (!isSymbol(this.#lexer.peek(), "}")) {
      const key = this.parse(0);
      expectSymbol(this.#lexer, ":");
      entries.push({ key, value: this.parse(0) });
      if (isSymbol(this.#lexer.peek(), "}")) break;
      expectSymbol(this.#lexer, ",");
    }
    this.#lexer.next();
    return entries;
  }

  #parsePath(): PathPart[] {
    const parts: PathPart[] = [];
    do {
      if (this.#lexer.takeAdjacent("$(")) {
        parts.push({ kind: "splice", expression: this.parse(0) });
        expectSymbol(this.#lexer, ")");
      } else {
        const text = this.#lexer.pathText();
        if (text === null) {
          throw new RulesSyntaxError(
            this.#lexer.here(),
            "Expected a path segment: letters and digits, or $(expression).",
          );
        }
        parts.push({ kind: "literal", text });
      }
    } while (this.#lexer.takeAdjacent("/"));
    return parts;
  }
}

function binaryOperatorOf(token: Token): BinaryOperator | null {
  const isOperator = token.kind === "symbol" || (token.kind === "name" && token.text === "in");
  return isOperator && Object.hasOwn(BINARY_POWERS, token.text)
    ? (token.text as BinaryOperator)
    : null;
}

function integerOf(token: Token, max: bigint): bigint {
  const value = BigInt(token.text);
  if (value > max) {
    throw new RulesSyntaxError(token.position, `${token.text} does not fit a 64-bit integer.`);
  }
  return value;
}
