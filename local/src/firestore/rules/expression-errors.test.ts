import { describe, expect, test } from "vitest";
import { ANONYMOUS, evaluate } from "./testing/plain-rules.ts";
import { DATA } from "./testing/sample-document.ts";

const d = "resource.data";

describe("a condition without a value says why", () => {
  test.each([
    [`${d}.absent`, "Property absent is undefined on object."],
    [`${d}.nothing.x`, "Null value error."],
    [`${d}.text.x`, "A string has no property x."],
    [`${d}.tags[2] == ''`, "Index 2 is out of range."],
    [`${d}.tags[-1] == ''`, "Index -1 is out of range."],
    [`${d}.tags[1:3] == []`, "Range [1:3] is out of range."],
    ["1 < 'a'", "'<' does not apply to int and string."],
    ["null < 1", "'<' does not apply to null and int."],
    ["1 + 'a' == ''", "'+' does not apply to int and string."],
    ["[1] + [2] == []", "'+' does not apply to list and list."],
    ["1 / 0 == 0", "Division by zero."],
    ["9223372036854775807 + 1 == 0", "Integer overflow."],
    ["1", "The condition is no bool."],
    ["!1", "Expected a bool, got int."],
    ["1 ? true : false", "Expected a bool, got int."],
    ["'a' in 'abc'", "'in' does not apply to string and string."],
    [`${d}.count.size() == 1`, "A int has no method size()."],
    [`${d}.tags.keys() == []`, "A list has no method keys()."],
    ["'a'.matches(1)", "matches() needs a string, got int."],
    ["'a'.size(1) == 1", "size() takes 0 arguments, got 1."],
    [`'a'.matches(${d}.text + '(')`, expect.stringContaining("cannot read the regular expression")],
    ["duration.value(1, 'x') == duration.value(1, 's')", "duration.value() knows no unit 'x'."],
    ["timestamp.date(2026, 2, 30) < request.time", "timestamp.date() knows no day 2026-2-30."],
    ["int('x') == 1", "int() cannot convert 'x'."],
    ["get(/a/b).data.x", "/a/b is no document: expected /databases/$(database)/documents/…"],
    ["get('a').data.x", "Expected the path of a document, got string."],
    [
      "exists(/databases/$(database)/documents/things/$('a/b'))",
      "A path segment must be a string without '/', and not empty.",
    ],
    ["{1: 2}.size() == 1", "The key of a map must be a string."],
    ["request.resource.data.x == 1", "Property resource is undefined on object."],
    ["request.query.limit < 5", "Property query is undefined on object."],
  ])("%s", (condition, reason) => {
    expect(evaluate(condition, DATA)).toEqual(reason);
  });
});

describe("an error decides nothing that the other operand decides", () => {
  const error = `${d}.absent`;
  test.each([
    [`false && ${error}`, false],
    [`${error} && false`, false],
    [`true || ${error}`, true],
    [`${error} || true`, true],
    [`true && ${error}`, "Property absent is undefined on object."],
    [`${error} && true`, "Property absent is undefined on object."],
    [`false || ${error}`, "Property absent is undefined on object."],
    [`${error} || false`, "Property absent is undefined on object."],
    [`!(${error})`, "Property absent is undefined on object."],
    [`1 || true`, true],
    [`1 && true`, "Expected a bool, got int."],
    [`true && 'a'`, "Expected a bool, got string."],
    [`(${error} ? true : true)`, "Property absent is undefined on object."],
    [`true ? true : ${error}`, true],
    [`${error} == ${error} || true`, true],
    [`[${error}].size() == 1`, "Property absent is undefined on object."],
  ])("%s", (condition, outcome) => {
    expect(evaluate(condition, DATA)).toBe(outcome);
  });
});

describe("request.auth", () => {
  test.each([
    ["request.auth == null", true],
    ["request.auth != null && request.auth.uid == 'ada'", false],
    ["request.auth.uid == 'ada'", "Null value error."],
  ])("signed out: %s", (condition, outcome) => {
    expect(evaluate(condition, DATA, ANONYMOUS)).toBe(outcome);
  });

  test("carries the token's claims, whole numbers as integers", () => {
    const caller = {
      kind: "user" as const,
      uid: "ada",
      token: { email_verified: true, auth_time: 17, roles: ["x"], firebase: { tenant: "t" } },
    };
    const condition =
      "request.auth.token.email_verified && request.auth.token.auth_time is int" +
      " && 'x' in request.auth.token.roles && request.auth.token.firebase.tenant == 't'" +
      " && request.auth.token.get('absent', 1) == 1 && request.method == 'get'";
    expect(evaluate(condition, DATA, caller)).toBe(true);
  });
});
