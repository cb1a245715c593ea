import { describe, expect, test } from "vitest";
import {
  ANONYMOUS,
  type PlainMap,
  rulesOver,
  rulesWith,
  user,
  where,
} from "./testing/plain-rules.ts";

/** A ruleset of the shape that products have: tenants, roles, one narrow write, all else closed. */
const SOURCE = rulesWith(`
  function memberPath(account) {
    return /databases/$(database)/documents/accounts/$(account)/members/$(request.auth.uid);
  }
  function hasRole(account, roles) {
    return request.auth != null && exists(memberPath(account))
      && get(memberPath(account)).data.role in roles;
  }
  function isMember(account) { return hasRole(account, ['owner', 'admin', 'agent', 'viewer']); }

  match /accounts/{account} {
    allow get: if isMember(account);
    match /members/{uid} {
      allow read: if isMember(account);
    }
    match /conversations/{conversation} {
      function isReadMark() {
        let changed = request.resource.data.diff(resource.data).affectedKeys();
        return changed.hasOnly(['unreadCount', 'readAt'])
          && request.resource.data.unreadCount == 0
          && request.resource.data.readAt == request.time;
      }
      allow get: if isMember(account);
      allow list: if isMember(account) && request.query.limit <= 100;
      allow update: if hasRole(account, ['owner', 'admin', 'agent']) && isReadMark();
    }
    match /messages/{message} {
      allow get: if isMember(account);
      allow list: if isMember(account) && request.query.limit <= 500;
    }
    match /ledger/{entry} { allow read: if hasRole(account, ['owner', 'admin']); }
  }
  match /{path=**}/members/{uid} {
    allow list: if request.auth != null && resource.data.uid == request.auth.uid;
  }
`);

const member = (uid: string, role: string): PlainMap => ({ uid, role });
const CONVERSATION: PlainMap = { name: "Bob", unreadCount: 3, readAt: null, archived: false };
const DOCUMENTS: Record<string, PlainMap> = {
  "accounts/a": { name: "Acme" },
  "accounts/a/members/olga": member("olga", "owner"),
  "accounts/a/members/anna": member("anna", "agent"),
  "accounts/a/members/vera": member("vera", "viewer"),
  "accounts/b/members/bill": member("bill", "owner"),
  "accounts/a/conversations/c": CONVERSATION,
  "accounts/a/messages/m": { body: "hi" },
  "accounts/a/ledger/e": { amount: 1 },
};
const rules = rulesOver(SOURCE, DOCUMENTS);
const callers = {
  owner: user("olga"),
  agent: user("anna"),
  viewer: user("vera"),
  stranger: user("bill"),
  "signed out": ANONYMOUS,
};
type Who = keyof typeof callers;
const allowedOf = (check: (who: Who) => string) =>
  (Object.keys(callers) as Who[]).filter((who) => check(who) === "allowed");
const MEMBERS: Who[] = ["owner", "agent", "viewer"];

describe("a tenant's documents", () => {
  test.each([
    ["accounts/a", MEMBERS],
    ["accounts/a/members/olga", MEMBERS],
    ["accounts/a/conversations/c", MEMBERS],
    ["accounts/a/messages/m", MEMBERS],
    ["accounts/a/messages/absent", MEMBERS],
    ["accounts/a/ledger/e", ["owner"]],
    ["accounts/a/secrets/s", []],
    ["accounts/b/members/bill", ["stranger"]],
    ["apiKeys/k", []],
  ])("%s is read by %j", (path, who) => {
    expect(allowedOf((name) => rules.get(callers[name], path))).toEqual(who);
  });

  test.each([
    ["accounts/a/messages", { limit: 500 }, MEMBERS],
    ["accounts/a/messages", { limit: 501 }, []],
    ["accounts/a/messages", {}, []],
    ["accounts/a/conversations", { limit: 100, where: where("archived", "EQUAL", false) }, MEMBERS],
    ["accounts/a/members", {}, MEMBERS],
    ["accounts/a/ledger", {}, ["owner"]],
    ["accounts", {}, []],
  ])("%s with %j is listed by %j", (collection, query, who) => {
    expect(allowedOf((name) => rules.list(callers[name], collection, query))).toEqual(who);
  });

  test("one's own memberships are found across tenants, and nobody else's", () => {
    const mine = { where: where("uid", "EQUAL", "anna") };
    expect(allowedOf((name) => rules.group(callers[name], "members", mine))).toEqual(["agent"]);
    expect(allowedOf((name) => rules.group(callers[name], "members"))).toEqual([]);
  });
});

describe("the read mark", () => {
  const path = "accounts/a/conversations/c";
  const now = new Date("2026-11-22T08:10:00.123Z");
  const marked = (change: PlainMap) => ({
    path,
    data: { ...CONVERSATION, unreadCount: 0, readAt: now, ...change },
  });
  const exactly = rulesOver(
    SOURCE.replaceAll("request.time", "timestamp.value(1795335000123)"),
    DOCUMENTS,
  );
  const writers = (change: PlainMap) =>
    allowedOf((name) => exactly.write(callers[name], marked(change)));

  test("is set by those who answer", () => {
    expect(writers({})).toEqual(["owner", "agent"]);
  });
  test.each([
    ["one field more", { archived: true }],
    ["a new field", { note: "x" }],
    ["a count of its own", { unreadCount: 1 }],
    ["a time of its own", { readAt: new Date("2026-11-22T08:09:00.000Z") }],
  ])("is refused with %s", (_name, change) => {
    expect(writers(change)).toEqual([]);
  });
  test("leaves creating and deleting to the server", () => {
    const absent = { ...marked({}), path: "accounts/a/conversations/new" };
    expect(allowedOf((name) => exactly.write(callers[name], absent))).toEqual([]);
    expect(allowedOf((name) => exactly.write(callers[name], { path, data: null }))).toEqual([]);
  });
});
