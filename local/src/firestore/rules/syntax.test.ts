import { describe, expect, test } from "vitest";
import { parseRules } from "./ruleset.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import { evaluate, rulesWith } from "./testing/plain-rules.ts";

function errorOf(source: string): string {
  try {
    parseRules(source);
  } catch (error) {
    if (error instanceof RulesSyntaxError) return error.message;
    throw error;
  }
  return "parses";
}

/** The condition starts at line 4, column 36. */
function errorOfCondition(condition: string): string {
  return errorOf(rulesWith(`match /a/{id} { allow read: if ${condition}; }`));
}

const inService = (body: string) => `rules_version = '2';\nservice cloud.firestore {\n${body}\n}\n`;

describe("a ruleset that does not parse names the place and the remedy", () => {
  test.each([
    ["", "1:1: Unexpected the end of the rules, expected 'service cloud.firestore'."],
    ["rules_version = '3';", "1:17: rules_version must be '1' or '2'."],
    [
      "service firebase.storage { }",
      "1:9: The service is 'firebase.storage', expected 'cloud.firestore'.",
    ],
    [
      inService("match /a/{b} {"),
      "5:1: Unexpected the end of the rules, expected 'match', 'function' or '}'.",
    ],
    [inService("match a/{b} { }"), "3:7: Unexpected 'a', expected '/'."],
    [inService("match /a//b { }"), "3:10: Expected a path segment, {name} or {name=**}."],
    [inService("match /a/{b=c} { }"), "3:13: Unexpected 'c', expected '*' or '**'."],
    [
      inService("match /a/{x=**}/{y=**} { }"),
      "3:17: A path may hold one {name=**}, the match blocks around it included.",
    ],
    [
      inService("match /{x=**} {\n match /{y=**} { }\n}"),
      "4:9: A path may hold one {name=**}, the match blocks around it included.",
    ],
    [
      "service cloud.firestore {\nmatch /{x=**}/a/{b} { } }",
      "2:15: {name=**} must come last, unless the rules begin with rules_version = '2';",
    ],
    [
      inService("match /a/{b} { allow reed; }"),
      "3:22: Unexpected 'reed', expected one of get, list, create, update, delete, read, write.",
    ],
    [
      inService("match /a/{b} { allow read if true; }"),
      "3:27: Unexpected 'if', expected ':' and a condition, or ';'.",
    ],
    [inService("match /a/{b} { allow read: true; }"), "3:28: Unexpected 'true', expected 'if'."],
    [
      inService("match /a/{b} { allow read: if ; }"),
      "3:31: Unexpected ';', expected an expression.",
    ],
    [
      inService("match /a/{b} { allow read: if true false; }"),
      "3:36: Unexpected 'false', expected an operator or ';'.",
    ],
    [inService("function f() { }"), "3:16: Unexpected '}', expected 'let' or 'return'."],
    [
      inService("function f() { return true; }\nfunction f() { return false; }"),
      "4:10: Function f is declared twice in this block.",
    ],
    [inService("/* never closed"), "3:1: This comment is never closed by '*/'."],
  ])("%j", (source, message) => {
    expect(errorOf(source)).toBe(message);
  });

  test.each([
    ["request.auth.uid = 'a'", "4:53: Unexpected '=', expected an operator or ';'."],
    ["true & false", "4:41: Unexpected '&'. Use '&&' for 'and'."],
    ["true | false", "4:41: Unexpected '|'. Use '||' for 'or'."],
    ["'abc", "4:36: This string is never closed by '."],
    ["'a\\.b' == ''", "4:38: '\\.' is no escape. For a backslash write '\\\\'."],
    ["9223372036854775808 > 0", "4:36: 9223372036854775808 does not fit a 64-bit integer."],
    ["1 - --2 == 3", "4:40: Unexpected '--', expected an expression."],
    ["1e5 > 1", "4:37: Unexpected 'e5', expected an operator or ';'."],
    ["1 is integer", "4:41: There is no type integer; the types are"],
    ["resourse.data.a", "4:36: There is no variable resourse here."],
    ["isOwner()", "4:36: There is no function isOwner here."],
    ["resource.data.keys().hasonly([])", "4:57: No type has a method hasonly()."],
    ["math.cube(2) == 8", "4:41: There is no function math.cube()."],
    ["exists()", "4:36: exists() takes 1 argument, got 0."],
    ["'a'.matches('(')", "4:48: This regular expression does not parse:"],
    ["get(/a/$(id).data.x", "4:55: Unexpected ';', expected ',' or ')'."],
    ["exists(/a/$(id)/)", "4:52: Expected a path segment: letters and digits, or $(expression)."],
    ["(".repeat(200), "4:136: This expression is nested more than 100 levels deep."],
    ["[1, 2", "4:41: Unexpected ';', expected ',' or ']'."],
    ["request.auth.", "4:49: Unexpected ';', expected a property name."],
  ])("condition %s", (condition, message) => {
    expect(errorOfCondition(condition)).toContain(message);
  });

  test("the wire answers INVALID_ARGUMENT", () => {
    expect(() => parseRules("service x {")).toThrow(
      expect.objectContaining({ status: "INVALID_ARGUMENT", line: 1, column: 11 }),
    );
  });

  test("a source over 256 KB is refused", () => {
    expect(errorOf(`// ${"x".repeat(256 * 1024)}`)).toBe(
      "1:1: These rules are longer than 256 KB.",
    );
  });

  test("match blocks more than ten deep are refused", () => {
    const nested = (depth: number) => "match /a/{b} { ".repeat(depth) + "}".repeat(depth);
    expect(errorOf(inService(nested(10)))).toBe("parses");
    expect(errorOf(inService(nested(11)))).toContain("Match blocks are nested more than 10 deep.");
  });
});

describe("functions that production refuses are refused", () => {
  test.each([
    ["function f() { return f(); }", "3:23: Function f calls itself, which rules may not."],
    [
      "function f() { return g(); }\nfunction g() { return f(); }",
      "calls itself, which rules may not.",
    ],
    [
      "function f(a) { return a; }\nfunction g() { return f(); }",
      "4:23: f() takes 1 arguments, got 0.",
    ],
    ["function f(a, a) { return a; }", "3:10: a is declared twice in function f."],
    ["function f(a) { let a = 1; return a; }", "3:21: a is declared twice in function f."],
    ["function f() { let b = c; let c = 1; return b; }", "3:24: There is no variable c here."],
    [
      "function f() { return g; }\nfunction g() { return 1; }",
      "3:23: There is no variable g here: call it as g().",
    ],
    ["function f(a, b, c, d, e, f, g, h) { return 1; }", "at most 7 are allowed."],
    [
      `function f() { ${"abcdefghijk".replaceAll(/./g, "let $& = 1; ")} return 1; }`,
      "11 let bindings, at most 10",
    ],
    [
      `${Array.from({ length: 21 }, (_, n) => `function f${n}() { return ${n === 20 ? "1" : `f${n + 1}()`}; }\n`).join("")} function f() { return f0(); }`,
      "Calls are nested more than 20 deep.",
    ],
    ["function f() { let a = 1 return a; }", "3:26: Unexpected 'return', expected ';'."],
  ])("%s", (declarations, message) => {
    expect(errorOf(inService(`${declarations}\nmatch /a/{b} { allow read: if true; }`))).toContain(
      message,
    );
  });

  test("twenty calls deep and ten let bindings are allowed", () => {
    const chain = Array.from(
      { length: 19 },
      (_, n) => `function f${n}() { return ${n === 18 ? "1" : `f${n + 1}()`}; }\n`,
    );
    const lets = "abcdefghij".replaceAll(/./g, "let $& = 1; ");
    const body = `${chain.join("")} function many() { ${lets} return a + j == f0() + 1; }
      match /a/{b} { allow read: if many(); }`;
    expect(errorOf(inService(body))).toBe("parses");
  });
});

describe("the forms that rules in the wild use", () => {
  test.each([
    ["no version", "service cloud.firestore { match /a/{b} { allow read; } }"],
    [
      "no semicolons",
      inService(
        "match /a/{b} { function f() { return true }\n allow read: if f()\n allow write: if false }",
      ),
    ],
    [
      "functions beside the service",
      "rules_version = '2'\nfunction f() { return true; }\nservice cloud.firestore { match /a/{b} { allow read: if f(); } }",
    ],
    ["comments and CRLF", inService("// one\r\n/* two\r\n */ match /a/{b} { allow read; }\r\n")],
    [
      "a literal path with (default)",
      inService(
        "match /databases/(default)/documents/a/{b} { allow read: if exists(/databases/(default)/documents/a/b); }",
      ),
    ],
  ])("%s", (_name, source) => {
    expect(errorOf(source)).toBe("parses");
  });

  test("a long chain of operators is no deep nesting", () => {
    const chain = Array.from({ length: 500 }, () => "true").join(" && ");
    expect(evaluate(chain)).toBe(true);
  });
});
