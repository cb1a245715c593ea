import { describe, expect, test } from "vitest";
import { type PlainMap, rulesOver, rulesWith, timestamp, user } from "./testing/plain-rules.ts";

const ada = user("ada");
const doc = (id: string) => `/databases/$(database)/documents/things/${id}`;
const existsAll = (count: number, prefix = "t") =>
  Array.from({ length: count }, (_, n) => `!exists(${doc(`${prefix}${n}`)})`).join(" && ");
const TOO_MANY = "Too many get() and exists() calls for one request.";

describe("get() and exists()", () => {
  test("read each document once for a request", () => {
    const condition = `get(${doc("one")}).data.a == 1 && exists(${doc("one")}) && get(${doc("one")}).id == 'one'`;
    const rules = rulesOver(rulesWith(`match /a/{id} { allow get: if ${condition}; }`), {
      "things/one": { a: 1 },
    });
    expect(rules.get(ada, "a/b")).toBe("allowed");
    expect(rules.lookedUp()).toEqual(["things/one"]);
  });

  test.each(["get", "create"] as const)(
    "may read ten documents for a %s and not eleven",
    (method) => {
      const verdictOf = (count: number) => {
        const rules = rulesOver(
          rulesWith(`match /a/{id} { allow ${method}: if ${existsAll(count)}; }`),
        );
        return method === "get"
          ? rules.get(ada, "a/b")
          : rules.write(ada, { path: "a/b", data: {} });
      };
      expect(verdictOf(10)).toBe("allowed");
      expect(verdictOf(11)).toContain(TOO_MANY);
    },
  );

  test("are not excused from the limit by an '||'", () => {
    const rules = rulesOver(
      rulesWith(`match /a/{id} { allow get: if (${existsAll(11)}) || true; }`),
    );
    expect(rules.get(ada, "a/b")).toContain(TOO_MANY);
  });

  test("may read twenty documents for all writes of a commit, ten for each", () => {
    const own = existsAll(10, "$(id)").replaceAll(/things\/\$\(id\)(\d)/g, "things/$(id + '$1')");
    const rules = rulesOver(rulesWith(`match /a/{id} { allow create: if ${own}; }`));
    const create = (id: string) => ({ path: `a/${id}`, data: {} });
    expect(rules.write(ada, create("x"), create("y"))).toBe("allowed");
    expect(rules.lookedUp()).toHaveLength(20);
    expect(rules.write(ada, create("x"), create("y"), create("z"))).toContain(TOO_MANY);
  });
});

describe("getAfter() and existsAfter()", () => {
  const source = rulesWith(`
    match /orders/{id} {
      allow create: if getAfter(${doc("total")}).data.count == get(${doc("total")}).data.count + 1
        && existsAfter(/databases/$(database)/documents/lines/$(id))
        && !exists(/databases/$(database)/documents/lines/$(id));
    }
    match /{rest=**} { allow write: if rest[0] == 'things' || rest[0] == 'lines'; }
  `);
  const documents: Record<string, PlainMap> = { "things/total": { count: 4 } };
  const order = { path: "orders/o", data: {} };
  const line = { path: "lines/o", data: {} };
  const total = (count: number) => ({ path: "things/total", data: { count } });

  test("see the whole commit as it will be", () => {
    expect(rulesOver(source, documents).write(ada, order, line, total(5))).toBe("allowed");
  });

  test.each([
    ["the line is missing", [order, total(5)]],
    ["the count is wrong", [order, line, total(6)]],
    ["the count is not written", [order, line]],
  ])("refuse the commit where %s", (_name, writes) => {
    expect(rulesOver(source, documents).write(ada, ...writes)).toContain("'create' of /databases");
  });
});

describe("writes", () => {
  const rules = rulesOver(
    rulesWith(`
      match /notes/{id} {
        allow create: if resource == null && request.resource.data.at == request.time
          && request.resource.id == id;
        allow update: if request.resource.data.diff(resource.data).affectedKeys().hasOnly(['text', 'at']);
        allow delete: if request.resource == null && resource.data.owner == request.auth.uid;
      }
    `),
    { "notes/old": { owner: "ada", text: "a" }, "notes/bobs": { owner: "bob" } },
  );
  const now = new Date("2026-11-22T08:10:00.123Z");

  test("a server timestamp equals request.time to the microsecond", () => {
    const at = (text: string) => ({ path: "notes/new", data: { at: timestamp(text) } });
    expect(rules.write(ada, at("2026-11-22T08:10:00.123456Z"))).toBe("allowed");
    expect(rules.write(ada, at("2026-11-22T08:10:00.123457Z"))).toContain("refused: false");
  });

  test.each([
    [{ owner: "ada", text: "b" }, "allowed"],
    [{ owner: "ada", text: "b", at: now }, "allowed"],
    [{ owner: "ada" }, "allowed"],
    [{ owner: "bob", text: "a" }, "refused"],
    [{ text: "a" }, "refused"],
    [{ owner: "ada", text: "a", extra: null }, "refused"],
  ])("an update to %j is %s", (data, verdict) => {
    expect(rules.write(ada, { path: "notes/old", data })).toContain(verdict);
  });

  test("a delete sees the document that goes, and none that comes", () => {
    expect(rules.write(ada, { path: "notes/old", data: null })).toBe("allowed");
    expect(rules.write(ada, { path: "notes/bobs", data: null })).toContain("refused: false");
    expect(rules.write(ada, { path: "notes/absent", data: null })).toContain("Null value error.");
  });

  test("one refused write refuses the commit", () => {
    const good = { path: "notes/old", data: { owner: "ada", text: "b" } };
    expect(rules.write(ada, good, { path: "notes/bobs", data: null })).toContain("'delete' of");
    expect(rules.write(ada, good)).toBe("allowed");
  });
});
