import { describe, expect, test } from "vitest";
import type { StructuredQuery } from "../protocol.ts";
import {
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
