import { describe, expect, test } from "vitest";
import type { StructuredQuery } from "../protocol.ts";
import {
  ANONYMOUS,
  all,
  reference,
  rulesOver,
  rulesWith,
  user,
  where,
} from "./testing/plain-rules.ts";

const ada = user("ada");
const ordered = (fieldPath: string): Partial<StructuredQuery> => ({
  orderBy: [{ field: { fieldPath }, direction: "ASCENDING" }],
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
