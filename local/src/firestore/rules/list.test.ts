import { describe, expect, test } from "vitest";
import type { StructuredQuery } from "../protocol.ts";
import {
  ANONYMOUS,
  all,
  any,
  float,
  type Plain,
  Raw,
  reference,
  rulesOver,
  rulesWith,
  timestamp,
  user,
  where,
} from "./testing/plain-rules.ts";

const ada = user("ada");
const d = "resource.data";

function verdictOf(condition: string, query: Partial<StructuredQuery>): string {
  const rules = rulesOver(rulesWith(`match /things/{id} { allow list: if ${condition}; }`));
  const verdict = rules.list(ada, "things", query);
  if (verdict === "allowed") return verdict;
  return rules.denials.at(-1)?.attempts.at(-1)?.outcome ?? "no rule applies";
}

const filter = (field: string, op: string, value: Plain) => ({ where: where(field, op, value) });
const unary = (field: string, op: "IS_NULL" | "IS_NOT_NULL" | "IS_NAN" | "IS_NOT_NAN") => ({
  where: { unaryFilter: { field: { fieldPath: field }, op } },
});
const ordered = (fieldPath: string): Partial<StructuredQuery> => ({
  orderBy: [{ field: { fieldPath }, direction: "ASCENDING" }],
});

type Case = [condition: string, query: Partial<StructuredQuery>, verdict: string];

describe("a query is allowed where its constraints prove the condition, and only there", () => {
  const isMine = `${d}.owner == request.auth.uid`;
  const isSmall = `${d}.n < 10`;
  const cases: Case[] = [
    [isMine, filter("owner", "EQUAL", "ada"), "allowed"],
    [isMine, filter("owner", "EQUAL", "bob"), "false"],
    [isMine, filter("other", "EQUAL", "ada"), "unproved"],
    [isMine, {}, "unproved"],
    [isMine, filter("owner", "IN", ["ada"]), "allowed"],
    [isMine, filter("owner", "IN", ["ada", "bob"]), "false"],
    [isMine, filter("owner", "NOT_EQUAL", "bob"), "unproved"],
    [isMine, filter("owner", "NOT_EQUAL", "ada"), "false"],
    [isMine, filter("owner", "GREATER_THAN", "ada"), "false"],
    [isMine, filter("owner", "GREATER_THAN_OR_EQUAL", "ada"), "unproved"],
    [`${isMine} || ${d}.isPublic`, filter("isPublic", "EQUAL", true), "allowed"],
    [`${isMine} || ${d}.isPublic`, filter("isPublic", "EQUAL", false), "unproved"],
    [`${isMine} && ${d}.isPublic`, filter("owner", "EQUAL", "ada"), "unproved"],
    [
      `${isMine} || ${d}.isPublic`,
      { where: any(where("owner", "EQUAL", "ada"), where("isPublic", "EQUAL", true)) },
      "allowed",
    ],
    [
      `${isMine} || ${d}.isPublic`,
      { where: any(where("owner", "EQUAL", "ada"), where("isPublic", "EQUAL", false)) },
      "unproved",
    ],
    [isMine, { where: all(where("n", "LESS_THAN", 3), where("owner", "EQUAL", "ada")) }, "allowed"],
    [
      isMine,
      {
        where: all(
          where("owner", "EQUAL", "ada"),
          any(where("n", "EQUAL", 3), where("n", "EQUAL", 4)),
        ),
      },
      "allowed",
    ],
    [isMine, { where: any(where("owner", "EQUAL", "ada"), where("n", "EQUAL", 4)) }, "unproved"],
    [`${d}.owner in ['ada', 'eve']`, filter("owner", "IN", ["eve", "ada"]), "allowed"],
    [`${d}.owner in ['ada', 'eve']`, filter("owner", "IN", ["eve", "bob"]), "false"],

    [isSmall, filter("n", "LESS_THAN", 10), "allowed"],
    [isSmall, filter("n", "LESS_THAN", 9), "allowed"],
    [isSmall, filter("n", "LESS_THAN_OR_EQUAL", 10), "unproved"],
    [isSmall, filter("n", "LESS_THAN", 11), "unproved"],
    [isSmall, filter("n", "GREATER_THAN_OR_EQUAL", 10), "false"],
    [isSmall, filter("n", "EQUAL", 3), "allowed"],
    [isSmall, filter("n", "EQUAL", 10), "false"],
    [isSmall, filter("n", "LESS_THAN", "10"), "unproved"],
    [`${d}.n <= 10`, filter("n", "LESS_THAN_OR_EQUAL", 10), "allowed"],
    [`${d}.n > 10`, filter("n", "GREATER_THAN", 10), "allowed"],
    [`${d}.n > 10`, filter("n", "GREATER_THAN_OR_EQUAL", 10), "unproved"],
    [`${d}.n >= 10`, filter("n", "GREATER_THAN", 10), "allowed"],
    [`10 < ${d}.n`, filter("n", "GREATER_THAN", 10), "allowed"],
    [`10 <= ${d}.n`, filter("n", "GREATER_THAN", 9), "unproved"],
    [`10 > ${d}.n`, filter("n", "LESS_THAN", 10), "allowed"],
    [
      `${d}.n >= 5 && ${d}.n < 10`,
      { where: all(where("n", "GREATER_THAN", 5), where("n", "LESS_THAN", 9)) },
      "allowed",
    ],
    [
      `${d}.n == 5`,
      { where: all(where("n", "GREATER_THAN_OR_EQUAL", 5), where("n", "LESS_THAN_OR_EQUAL", 5)) },
      "allowed",
    ],
    [`${d}.n != 5`, filter("n", "GREATER_THAN", 5), "allowed"],
    [`${d}.n != 5`, filter("n", "GREATER_THAN", 4), "unproved"],
    [
      `${d}.at < request.time`,
      filter("at", "LESS_THAN", timestamp("2026-11-22T08:10:00.000000Z")),
      "allowed",
    ],
    [
      `${d}.at < request.time`,
      filter("at", "LESS_THAN", timestamp("2026-11-22T08:11:00.000000Z")),
      "unproved",
    ],

    [`'red' in ${d}.tags`, filter("tags", "ARRAY_CONTAINS", "red"), "allowed"],
    [`'red' in ${d}.tags`, filter("tags", "ARRAY_CONTAINS", "blue"), "unproved"],
    [`'red' in ${d}.tags`, filter("tags", "ARRAY_CONTAINS_ANY", ["red", "blue"]), "unproved"],
    [
      `${d}.tags.hasAny(['red', 'blue'])`,
      filter("tags", "ARRAY_CONTAINS_ANY", ["red", "blue"]),
      "allowed",
    ],
    [
      `${d}.tags.hasAny(['red', 'blue'])`,
      filter("tags", "ARRAY_CONTAINS_ANY", ["red", "green"]),
      "unproved",
    ],
    [`['red', 'blue'].hasAny(${d}.tags)`, filter("tags", "ARRAY_CONTAINS", "red"), "allowed"],
    [`${d}.tags.hasAll(['red'])`, filter("tags", "ARRAY_CONTAINS", "red"), "allowed"],
    [`${d}.tags.hasAll(['red', 'blue'])`, filter("tags", "ARRAY_CONTAINS", "red"), "unproved"],
    [`${d}.tags.hasOnly(['red'])`, filter("tags", "ARRAY_CONTAINS", "red"), "unproved"],
    [`${d}.tags.hasOnly(['red'])`, filter("tags", "EQUAL", ["red"]), "allowed"],
    [`${d}.tags is list`, filter("tags", "ARRAY_CONTAINS", "red"), "allowed"],
    [`!('red' in ${d}.tags)`, filter("tags", "ARRAY_CONTAINS", "blue"), "unproved"],
    [`${d}.tags.hasAll([])`, ordered("tags"), "unproved"],

    [`'owner' in ${d}`, filter("owner", "GREATER_THAN", ""), "allowed"],
    [`'owner' in ${d}`, ordered("owner"), "allowed"],
    [`'owner' in ${d}`, ordered("other"), "unproved"],
    [`!('owner' in ${d})`, {}, "unproved"],
    [`${d}.keys().hasAll(['owner'])`, filter("owner", "EQUAL", "ada"), "allowed"],
    [`${d}.keys().hasOnly(['owner'])`, filter("owner", "EQUAL", "ada"), "unproved"],
    [`${d}.get('owner', '') == 'ada'`, filter("owner", "EQUAL", "ada"), "allowed"],
    [`${d}.get('owner', 'ada') == 'ada'`, {}, "unproved"],
    [`${d}.get(['by', 'uid'], '') == 'ada'`, filter("by.uid", "EQUAL", "ada"), "allowed"],
    [`${d}.by.uid == 'ada'`, filter("by.uid", "EQUAL", "ada"), "allowed"],
    [`${d}.by.uid == 'ada'`, filter("by.`uid`", "EQUAL", "ada"), "allowed"],
    [`${d}['by.uid'] == 'ada'`, filter("`by.uid`", "EQUAL", "ada"), "allowed"],
    [`${d}.by.uid == 'ada'`, filter("by.name", "EQUAL", "ada"), "unproved"],
    [`${d}.by is map`, filter("by.uid", "EQUAL", "ada"), "allowed"],
    [`${d}.by.uid == 'ada'`, filter("by", "EQUAL", { uid: "ada" }), "allowed"],

    [`${d}.gone == null`, unary("gone", "IS_NULL"), "allowed"],
    [`${d}.gone == null`, unary("gone", "IS_NOT_NULL"), "false"],
    [`${d}.gone != null`, filter("gone", "NOT_EQUAL", "x"), "allowed"],
    [`${d}.gone != null`, ordered("gone"), "unproved"],
    [`${d}.gone != 'x'`, filter("gone", "NOT_IN", ["x", "y"]), "allowed"],
    [`${d}.gone != 'z'`, filter("gone", "NOT_IN", ["x", "y"]), "unproved"],
    [`${d}.n == 1`, unary("n", "IS_NAN"), "unproved"],

    [`${d}.n is number`, filter("n", "EQUAL", 1), "allowed"],
    [`${d}.n is int`, filter("n", "EQUAL", 1), "unproved"],
    [`${d}.n is int`, filter("n", "EQUAL", float(1)), "unproved"],
    [`${d}.owner is string`, filter("owner", "GREATER_THAN", "a"), "allowed"],
    [`${d}.owner is string`, filter("owner", "NOT_EQUAL", "a"), "unproved"],
    [`${d}.n + 1 == 2`, filter("n", "EQUAL", 1), "unproved"],
    [`${d}.n == 1.0`, filter("n", "EQUAL", 1), "allowed"],
    [`${d}.owner.matches('a.*')`, filter("owner", "EQUAL", "ada"), "allowed"],
    [`${d}.owner.size() > 0`, {}, "unproved"],
    [`(${d}.n > 1 ? true : true)`, {}, "unproved"],
    [`(${d}.isPublic ? true : false)`, filter("isPublic", "EQUAL", true), "allowed"],
    [
      `${d}.friend == /databases/$(database)/documents/users/ada`,
      filter("friend", "EQUAL", reference("users/ada")),
      "allowed",
    ],
    [
      `${d}.place == latlng.value(1, 2)`,
      filter("place", "EQUAL", new Raw({ geoPointValue: { latitude: 1, longitude: 2 } })),
      "allowed",
    ],

    [`${d}.any == 1 || true`, {}, "allowed"],
    [`true || ${d}.any == 1`, {}, "allowed"],
    [`${d}.any == 1 && false`, {}, "false"],
    [`!(${d}.any == 1 && false)`, {}, "allowed"],
    [`${d}.any == 1 || ${d}.any != 1`, {}, "unproved"],
    ["resource != null", {}, "allowed"],
    [`${d} is map`, {}, "allowed"],
    ["request.resource.data.a == 1 || true", {}, "allowed"],
    ["request.method == 'list'", {}, "allowed"],
  ];
  test.each(cases)("%s, given %j: %s", (condition, query, verdict) => {
    expect(verdictOf(condition, query)).toBe(verdict);
  });
});

describe("request.query", () => {
  const cases: Case[] = [
    ["request.query.limit <= 100", { limit: 100 }, "allowed"],
    ["request.query.limit <= 100", { limit: 101 }, "false"],
    ["request.query.limit <= 100", {}, "error"],
    ["request.query.offset == 5", { offset: 5 }, "allowed"],
    ["request.query.offset == 5", {}, "error"],
    ["request.query.orderBy == 'at ASC'", ordered("at"), "allowed"],
    ["request.query.orderBy == 'at DESC'", ordered("at"), "false"],
    ["!('orderBy' in request.query)", {}, "allowed"],
  ];
  test.each(cases)("%s, given %j: %s", (condition, query, verdict) => {
    expect(verdictOf(condition, query)).toBe(verdict);
  });
});

describe("path variables of a query", () => {
  const named = (op: string, ...ids: string[]) => {
    const references = ids.map((id) => reference(`accounts/a/notes/${id}`));
    const [first] = references;
    return { where: where("__name__", op, op === "IN" ? references : (first ?? null)) };
  };
  const rules = rulesOver(
    rulesWith(`
      match /accounts/{account}/notes/{note} {
        allow list: if account == 'a' && (note == 'n' || 'open' in resource.data);
      }
      match /accounts/b/notes/fixed { allow list; }
      match /accounts/c/{rest=**} { allow list: if rest[0] == 'notes'; }
      match /accounts/d/{rest=**} { allow list: if rest[1] == 'n'; }
      match /accounts/e/notes/{note} { allow list: if resource.id == note; }
    `),
  );
  test.each([
    ["the parent is known", "accounts/a/notes", ordered("open"), true],
    ["another parent is refused", "accounts/x/notes", ordered("open"), false],
    ["the document's id is open", "accounts/a/notes", {}, false],
    ["a filter on __name__ tells the id", "accounts/a/notes", named("EQUAL", "n"), true],
    ["another id is refused", "accounts/a/notes", named("EQUAL", "m"), false],
    ["one id of several is not enough", "accounts/a/notes", named("IN", "n", "m"), false],
    ["a fixed document's rule says nothing of its collection", "accounts/b/notes", {}, false],
    ["the known part of {rest=**} is known", "accounts/c/notes", {}, true],
    ["the open part of {rest=**} is open", "accounts/d/notes", {}, false],
    ["an open id equals itself only where it is known", "accounts/e/notes", {}, false],
  ])("%s", (_name, collection, query, isAllowed) => {
    expect(rules.list(ada, collection, query) === "allowed").toBe(isAllowed);
  });
});

describe("a collection group query", () => {
  const rules = rulesOver(
    rulesWith(`
      match /accounts/{account}/members/{uid} { allow list; }
      match /{path=**}/members/{uid} { allow list: if resource.data.uid == request.auth.uid; }
      match /{path=**}/notes/{note} { allow list: if path[1] == 'mine'; }
      match /{path=**}/tags/{tag} { allow list: if tag == 'red'; }
    `),
  );
  const mine = { where: where("uid", "EQUAL", "ada") };
  test("needs a rule for the collection at any depth", () => {
    expect(rules.list(ada, "accounts/a/members")).toBe("allowed");
    expect(rules.group(ada, "members")).toContain("does not prove");
    expect(rules.group(ada, "messages")).toContain("no rule allows 'list'");
  });
  test("is proved by its own constraints", () => {
    expect(rules.group(ada, "members", mine)).toBe("allowed");
    expect(rules.group(user("bob"), "members", mine)).toContain("refused: false");
    expect(rules.group(ANONYMOUS, "members", mine)).toContain("Null value error.");
  });
  test("proves nothing of where its documents lie", () => {
    expect(rules.group(ada, "notes")).toContain("does not prove");
    expect(rules.group(ada, "tags")).toContain("does not prove");
  });
});

describe("get() and exists() in the proof of a query", () => {
  const path = "/databases/$(database)/documents/members";
  const rules = rulesOver(
    rulesWith(`
      match /rooms/{room}/messages/{message} {
        allow list: if exists(${path}/$(room + request.auth.uid));
      }
      match /letters/{id} { allow list: if get(${path}/$(resource.data.to)).data.uid == request.auth.uid; }
      match /drafts/{id} { allow list: if !exists(${path}/$(id)); }
    `),
    { "members/r1ada": {}, "members/m": { uid: "ada" } },
  );
  test("are answered for paths that are known", () => {
    expect(rules.list(ada, "rooms/r1/messages")).toBe("allowed");
    expect(rules.list(ada, "rooms/r2/messages")).toContain("refused: false");
    expect(rules.list(user("bob"), "rooms/r1/messages")).toContain("refused: false");
    expect(rules.list(ada, "letters", { where: where("to", "EQUAL", "m") })).toBe("allowed");
  });
  test("are open for paths that are not", () => {
    expect(rules.list(ada, "letters")).toContain("does not prove");
    expect(rules.list(ada, "drafts")).toContain("does not prove");
    expect(rules.lookedUp()).toEqual([]);
  });
});

describe("a query that cannot be proved at all", () => {
  const rules = rulesOver(rulesWith("match /{rest=**} { allow list; }"));
  const read = { before: () => null, after: () => null };
  const root = "projects/demo/databases/(default)/documents";
  const check = (query: StructuredQuery) => () => rules.policy.checkList(ada, root, query, read);
  test.each([
    ["of no collection", { from: [] }],
    ["of every collection", { from: [{ collectionId: "", allDescendants: true }] }],
    ["of two collections", { from: [{ collectionId: "a" }, { collectionId: "b" }] }],
    ["that holds for nothing", { from: [{ collectionId: "a" }], where: where("n", "IN", []) }],
    [
      "of too many cases",
      {
        from: [{ collectionId: "a" }],
        where: all(...["a", "b", "c"].map((f) => where(f, "IN", [1, 2, 3, 4, 5]))),
      },
    ],
  ])("is refused: %s", (_name, query) => {
    expect(check(query)).toThrow("Missing or insufficient permissions.");
  });
  test("and its simplest neighbour is allowed", () => {
    expect(check({ from: [{ collectionId: "a" }] })).not.toThrow();
  });
});
