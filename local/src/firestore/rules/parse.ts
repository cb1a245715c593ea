import { Lexer } from "./lex.ts";
import { parseExpression } from "./parse-expression.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type {
  AllowSyntax,
  BlockSyntax,
  FunctionSyntax,
  MatchSyntax,
  Method,
  RulesSyntax,
  SegmentSyntax,
} from "./syntax-tree.ts";
import { expectName, expectSymbol, isSymbol, isWord, unexpected } from "./tokens.ts";

/** Production's limits: 256 KB of source, match blocks 10 deep. */
const SOURCE_BYTES_MAX = 256 * 1024;
const MATCH_DEPTH_MAX = 10;

const METHODS: Record<string, Method[]> = {
  get: ["get"],
  list: ["list"],
  create: ["create"],
  update: ["update"],
  delete: ["delete"],
  read: ["get", "list"],
  write: ["create", "update", "delete"],
};

export function parseSyntax(source: string): RulesSyntax {
  if (Buffer.byteLength(source) > SOURCE_BYTES_MAX) {
    throw new RulesSyntaxError({ line: 1, column: 1 }, "These rules are longer than 256 KB.");
  }
  const lexer = new Lexer(source);
  const version = parseVersion(lexer);
  const functions: FunctionSyntax[] = [];
  let service: BlockSyntax | null = null;
  for (let token = lexer.peek(); token.kind !== "end"; token = lexer.peek()) {
    if (isWord(token, "function")) functions.push(parseFunction(lexer));
    else if (isWord(token, "service") && service === null) service = parseService(lexer);
    else throw unexpected(token, service === null ? "'service'" : "the end of the rules");
  }
  if (service === null) throw unexpected(lexer.peek(), "'service cloud.firestore'");
  return {
    version,
    service: { functions: [...functions, ...service.functions], matches: service.matches },
  };
}

function parseVersion(lexer: Lexer): 1 | 2 {
  if (!isWord(lexer.peek(), "rules_version")) return 1;
  lexer.next();
  expectSymbol(lexer, "=");
  const token = lexer.next();
  if (token.kind !== "string" || !["1", "2"].includes(token.text)) {
    throw new RulesSyntaxError(token.position, "rules_version must be '1' or '2'.");
  }
  skipSemicolon(lexer);
  return token.text === "2" ? 2 : 1;
}

function skipSemicolon(lexer: Lexer): void {
  if (isSymbol(lexer.peek(), ";")) lexer.next();
}

function parseService(lexer: Lexer): BlockSyntax {
  lexer.next();
  const token = lexer.peek();
  const product = expectName(lexer, "'cloud.firestore'").name;
  expectSymbol(lexer, ".");
  const part = expectName(lexer, "'firestore'").name;
  if (`${product}.${part}` !== "cloud.firestore") {
    throw new RulesSyntaxError(
      token.position,
      `The service is '${product}.${part}', expected 'cloud.firestore'.`,
    );
  }
  const block: BlockSyntax = { functions: [], matches: [] };
  parseBlock(lexer, "'match', 'function'", (keyword) => {
    if (keyword === "match") block.matches.push(parseMatch(lexer, 1));
    else if (keyword === "function") block.functions.push(parseFunction(lexer));
    else return false;
    return true;
  });
  return block;
}

function parseBlock(
  lexer: Lexer,
  expectation: string,
  parseStatement: (keyword: string) => boolean,
): void {
  expectSymbol(lexer, "{");
  for (let token = lexer.peek(); !isSymbol(token, "}"); token = lexer.peek()) {
    if (token.kind !== "name" || !parseStatement(token.text)) {
      throw unexpected(token, `${expectation} or '}'`);
    }
  }
  lexer.next();
}

function parseMatch(lexer: Lexer, depth: number): MatchSyntax {
  const { position } = lexer.next();
  if (depth > MATCH_DEPTH_MAX) {
    throw new RulesSyntaxError(
      position,
      `Match blocks are nested more than ${MATCH_DEPTH_MAX} deep.`,
    );
  }
  const block: MatchSyntax = {
    position,
    segments: parsePattern(lexer),
    allows: [],
    functions: [],
    matches: [],
  };
  parseBlock(lexer, "'allow', 'match', 'function'", (keyword) => {
    if (keyword === "match") block.matches.push(parseMatch(lexer, depth + 1));
    else if (keyword === "function") block.functions.push(parseFunction(lexer));
    else if (keyword === "allow") block.allows.push(parseAllow(lexer));
    else return false;
    return true;
  });
  return block;
}

function parsePattern(lexer: Lexer): SegmentSyntax[] {
  expectSymbol(lexer, "/");
  const segments: SegmentSyntax[] = [];
  do {
    const position = lexer.here();
    if (lexer.takeAdjacent("{")) {
      const { name } = expectName(lexer, "the name of a path variable");
      segments.push({ kind: parseReach(lexer), name, position });
    } else {
      const text = lexer.pathText();
      if (text === null) {
        throw new RulesSyntaxError(position, "Expected a path segment, {name} or {name=**}.");
      }
      segments.push({ kind: "literal", text, position });
    }
  } while (lexer.takeAdjacent("/"));
  return segments;
}

/** `{name}` and `{name=*}` are one segment, `{name=**}` is all that follow. */
function parseReach(lexer: Lexer): "one" | "rest" {
  let reach: "one" | "rest" = "one";
  if (isSymbol(lexer.peek(), "=")) {
    lexer.next();
    const token = lexer.next();
    if (isSymbol(token, "**")) reach = "rest";
    else if (!isSymbol(token, "*")) throw unexpected(token, "'*' or '**'");
  }
  expectSymbol(lexer, "}");
  return reach;
}

function parseAllow(lexer: Lexer): AllowSyntax {
  const { position } = lexer.next();
  const methods = new Set<Method>();
  for (;;) {
    const token = lexer.next();
    const named = Object.hasOwn(METHODS, token.text) ? METHODS[token.text] : undefined;
    if (token.kind !== "name" || named === undefined) {
      throw unexpected(token, `one of ${Object.keys(METHODS).join(", ")}`);
    }
    for (const method of named) methods.add(method);
    if (!isSymbol(lexer.peek(), ",")) break;
    lexer.next();
  }
  let condition: AllowSyntax["condition"] = null;
  if (isSymbol(lexer.peek(), ":")) {
    lexer.next();
    if (!isWord(lexer.peek(), "if")) throw unexpected(lexer.peek(), "'if'");
    lexer.next();
    condition = parseExpression(lexer);
  } else if (!isSymbol(lexer.peek(), ";")) {
    throw unexpected(lexer.peek(), "':' and a condition, or ';'");
  }
  endStatement(lexer);
  return { position, methods: [...methods], condition };
}

/** A semicolon may be left out before a brace or the next statement. */
function endStatement(lexer: Lexer): void {
  const token = lexer.peek();
  const isNextStatement = ["allow", "match", "function"].some((word) => isWord(token, word));
  if (isSymbol(token, ";")) lexer.next();
  else if (!isSymbol(token, "}") && !isNextStatement) throw unexpected(token, "an operator or ';'");
}

function parseFunction(lexer: Lexer): FunctionSyntax {
  lexer.next();
  const { name, position } = expectName(lexer, "the name of a function");
  expectSymbol(lexer, "(");
  const parameters: string[] = [];
  while (!isSymbol(lexer.peek(), ")")) {
    parameters.push(expectName(lexer, "the name of a parameter").name);
    if (!isSymbol(lexer.peek(), ")")) expectSymbol(lexer, ",");
  }
  lexer.next();
  expectSymbol(lexer, "{");
  const lets: FunctionSyntax["lets"] = [];
  while (isWord(lexer.peek(), "let")) {
    lexer.next();
    const declared = expectName(lexer, "the name of a variable");
    expectSymbol(lexer, "=");
    lets.push({ ...declared, value: parseExpression(lexer) });
    expectSymbol(lexer, ";");
  }
  if (!isWord(lexer.peek(), "return")) throw unexpected(lexer.peek(), "'let' or 'return'");
  lexer.next();
  const result = parseExpression(lexer);
  skipSemicolon(lexer);
  expectSymbol(lexer, "}");
  return { position, name, parameters, lets, result };
}
