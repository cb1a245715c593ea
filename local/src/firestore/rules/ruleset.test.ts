import { describe, expect, test } from "vitest";
import { parseRules } from "./ruleset.ts";
import { ANONYMOUS, rulesOver, rulesWith, user } from "./testing/plain-rules.ts";

const ada = user("ada");

describe("match blocks", () => {
  const rules = rulesOver(
    rulesWith(`
      match /open/{id} { allow get; }
      match /open/{id}/inner/{innerId} { allow get: if id == 'o' && innerId == 'i'; }
      match /deep/{first}/{rest=**} { allow get: if first == 'f'; }
      match /{rest=**}/tail/{id} { allow get: if id == 't'; }
      match /mid/{m}/{rest=**}/end/{id} { allow get: if m == 'm' && id == 'e'; }
      match /literal/known { allow get; }
      match /outer/{o} { match /nested/{n} { allow get: if o + n == 'on'; } }
    `),
  );
  test.each([
    ["open/o", true],
    ["open/o/inner/i", true],
    ["open/o/inner/x", false],
    ["open/o/other/i", false],
    ["deep/f", true],
    ["deep/f/a/b/c/d", true],
    ["deep/g/a/b", false],
    ["tail/t", true],
    ["x/y/tail/t", true],
    ["a/b/x/y/tail/t", true],
    ["x/y/tail/u", false],
    ["mid/m/end/e", true],
    ["mid/m/a/b/end/e", true],
    ["mid/m/a/b", false],
    ["literal/known", true],
    ["literal/unknown", false],
    ["outer/o/nested/n", true],
    ["outer/o/nested/m", false],
    ["outer/o", false],
    ["unheard/of", false],
  ])("%s is readable: %s", (path, isReadable) => {
    expect(rules.get(ada, path) === "allowed").toBe(isReadable);
  });

  test("without a version, {rest=**} stands for at least one segment", () => {
    const body =
      "match /databases/{d}/documents { match /a/{rest=**} { allow get; } match /b/c/{rest=**} { allow get; } }";
    const first = rulesOver(`service cloud.firestore { ${body} }`);
    const second = rulesOver(`rules_version = '2'; service cloud.firestore { ${body} }`);
    expect([first.get(ada, "b/c"), second.get(ada, "b/c")]).toEqual([
      "no rule allows 'get' of /databases/(default)/documents/b/c",
      "allowed",
    ]);
    expect(first.get(ada, "a/b/c/d")).toBe("allowed");
  });

  test("another database's rules do not apply", () => {
    const source =
      "rules_version = '2'; service cloud.firestore { match /databases/other/documents { match /a/{b} { allow get; } } }";
    expect(rulesOver(source).get(ada, "a/b")).toContain("no rule allows");
  });
});

describe("allow", () => {
  test("read is get and list, write is create, update and delete, and nothing more", () => {
    const documents = { "r/one": { a: 1 }, "w/one": { a: 1 } };
    const rules = rulesOver(
      rulesWith("match /r/{id} { allow read; } match /w/{id} { allow write; }"),
      documents,
    );
    expect(rules.get(ada, "r/one")).toBe("allowed");
    expect(rules.list(ada, "r")).toBe("allowed");
    expect(rules.write(ada, { path: "r/one", data: { a: 2 } })).toContain(
      "no rule allows 'update'",
    );
    expect(rules.write(ada, { path: "r/two", data: { a: 2 } })).toContain(
      "no rule allows 'create'",
    );
    expect(rules.write(ada, { path: "r/one", data: null })).toContain("no rule allows 'delete'");
    expect(rules.write(ada, { path: "w/one", data: { a: 2 } })).toBe("allowed");
    expect(rules.write(ada, { path: "w/two", data: { a: 2 } })).toBe("allowed");
    expect(rules.write(ada, { path: "w/one", data: null })).toBe("allowed");
    expect(rules.get(ada, "w/one")).toContain("no rule allows 'get'");
    expect(rules.list(ada, "w")).toContain("no rule allows 'list'");
  });

  test("one yes suffices, after a no and after an error", () => {
    const rules = rulesOver(
      rulesWith(`
        match /a/{id} { allow get: if false; allow get: if resource.data.absent; }
        match /{rest=**} { allow get: if request.auth.uid == 'ada'; }
      `),
      { "a/one": {} },
    );
    expect(rules.get(ada, "a/one")).toBe("allowed");
    expect(rules.get(user("bob"), "a/one")).toBe(
      "'get' of /databases/(default)/documents/a/one refused: false at L5:25; " +
        "error at L5:46: Property absent is undefined on object. (L5:74); false at L6:28",
    );
  });

  test("the owner passes where nobody else does", () => {
    const rules = rulesOver(rulesWith(""));
    expect(rules.get({ kind: "owner" }, "a/b")).toBe("allowed");
    expect(rules.list({ kind: "owner" }, "a")).toBe("allowed");
    expect(rules.write({ kind: "owner" }, { path: "a/b", data: {} })).toBe("allowed");
    for (const caller of [ada, ANONYMOUS]) {
      expect(rules.get(caller, "a/b")).toContain("no rule allows 'get'");
      expect(rules.list(caller, "a")).toContain("no rule allows 'list'");
      expect(rules.write(caller, { path: "a/b", data: {} })).toContain("no rule allows 'create'");
    }
  });

  test("a refused caller learns nothing of the rules", () => {
    const rules = rulesOver(rulesWith("match /a/{id} { allow get: if id == 'secret'; }"));
    const read = { before: () => null, after: () => null };
    const name = "projects/demo/databases/(default)/documents/a/b";
    expect(() => rules.policy.checkGet(ada, name, null, read)).toThrow(
      expect.objectContaining({
        status: "PERMISSION_DENIED",
        message: "Missing or insufficient permissions.",
      }),
    );
  });

  test("replaced rules hold from the next request on", () => {
    const rules = rulesOver(rulesWith("match /a/{id} { allow get; }"));
    expect(rules.get(ada, "a/b")).toBe("allowed");
    rules.policy.replaceRuleset(parseRules(rulesWith("")));
    expect(rules.get(ada, "a/b")).toContain("no rule allows 'get'");
  });
});

describe("functions", () => {
  test("see the path variables and functions of the blocks around them", () => {
    const rules = rulesOver(
      rulesWith(`
        function isSelf(uid) { return request.auth.uid == uid; }
        match /users/{uid} {
          function isMine() { return isSelf(uid); }
          allow get: if isMine();
          match /notes/{uid2} {
            function isNamed(name) { let both = uid + uid2; return isMine() && both == name; }
            allow get: if isNamed('adan1');
          }
        }
      `),
    );
    expect(rules.get(ada, "users/ada")).toBe("allowed");
    expect(rules.get(ada, "users/bob")).toContain("refused: false");
    expect(rules.get(ada, "users/ada/notes/n1")).toBe("allowed");
    expect(rules.get(ada, "users/ada/notes/n2")).toContain("refused: false");
    expect(rules.get(ada, "users/bob/notes/n1")).toContain("refused: false");
  });

  test("a parameter hides a path variable of the same name, and only inside", () => {
    const rules = rulesOver(
      rulesWith(
        "match /a/{id} { function f(id) { return id; } allow get: if f('x') == 'x' && id == 'b'; }",
      ),
    );
    expect(rules.get(ada, "a/b")).toBe("allowed");
  });

  test("an unused let costs no lookup and raises no error", () => {
    const rules = rulesOver(
      rulesWith(`match /a/{id} {
        function f() { let other = get(/databases/$(database)/documents/a/other).data.absent; return id == 'b' || other; }
        allow get: if f();
      }`),
    );
    expect(rules.get(ada, "a/b")).toBe("allowed");
    expect(rules.lookedUp()).toEqual([]);
    expect(rules.get(ada, "a/c")).toContain("Null value error.");
  });

  test("calls that multiply are cut off", () => {
    const levels = Array.from(
      { length: 16 },
      (_, n) => `function f${n}() { return ${n === 15 ? "true" : `f${n + 1}() && f${n + 1}()`}; }`,
    );
    const rules = rulesOver(
      rulesWith(`${levels.join("\n")} match /a/{id} { allow get: if f0() || true; }`),
    );
    expect(rules.get(ada, "a/b")).toContain("Too many expressions evaluated for one request.");
  });
});

describe("debug", () => {
  test("shows a value and passes it on", () => {
    const rules = rulesOver(rulesWith("match /a/{id} { allow get: if debug(id) == 'b'; }"));
    expect(rules.get(ada, "a/b")).toBe("allowed");
    expect(rules.debugged).toEqual([["b", 4, 35]]);
  });
});
