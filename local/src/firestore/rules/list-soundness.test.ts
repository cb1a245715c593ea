import fc from "fast-check";
import { expect, test } from "vitest";
import type { Filter } from "../protocol.ts";
import { compareOrder, sameValue } from "./compare.ts";
import {
  all,
  any,
  float,
  type Plain,
  type PlainMap,
  rulesOver,
  rulesWith,
  toValue,
  user,
  where,
} from "./testing/plain-rules.ts";
import { isList, type RulesValue, valueFromProtocol } from "./values.ts";

const VALUES: Plain[] = [null, true, 1, float(1), 2, "x", "y", [], ["x"], ["x", 1], ["y"]];
const FIELDS = ["f", "g"];
const DOCUMENTS = [undefined, ...VALUES].flatMap((f) =>
  [undefined, ...VALUES].map(
    (g): PlainMap => ({ ...(f === undefined ? {} : { f }), ...(g === undefined ? {} : { g }) }),
  ),
);

const scalar = fc.constantFrom<Plain>(true, 1, float(1), 2, "x", "y", ["x"]);
const field = fc.constantFrom(...FIELDS);
const comparison = fc
  .tuple(
    field,
    fc.constantFrom(
      "EQUAL",
      "NOT_EQUAL",
      "LESS_THAN",
      "LESS_THAN_OR_EQUAL",
      "GREATER_THAN",
      "GREATER_THAN_OR_EQUAL",
      "ARRAY_CONTAINS",
    ),
    scalar,
  )
  .map(([name, op, value]) => where(name, op, value));
const membership = fc
  .tuple(
    field,
    fc.constantFrom("IN", "NOT_IN", "ARRAY_CONTAINS_ANY"),
    fc.array(scalar, { minLength: 1, maxLength: 3 }),
  )
  .map(([name, op, values]) => where(name, op, values));
const leaf = fc.oneof(comparison, membership);
const filter: fc.Arbitrary<Filter> = fc.oneof(
  leaf,
  fc.array(leaf, { minLength: 1, maxLength: 3 }).map((filters) => all(...filters)),
  fc.array(leaf, { minLength: 1, maxLength: 3 }).map((filters) => any(...filters)),
);

const literal = fc.constantFrom("null", "true", "1", "1.0", "2", "'x'", "'y'", "['x']", "[]");
const operand = fc.oneof(
  field.map((name) => `resource.data.${name}`),
  literal,
);
const list = fc.array(operand, { maxLength: 2 }).map((items) => `[${items.join(", ")}]`);
const atom = fc.oneof(
  fc
    .tuple(operand, fc.constantFrom("in", "==", "!="), list)
    .map(([left, operator, right]) => `${left} ${operator} ${right}`),
  fc
    .tuple(list, fc.constantFrom("hasAny", "hasAll", "hasOnly"), fc.oneof(list, operand))
    .map(([left, method, right]) => `${left}.${method}(${right})`),
  fc.tuple(list, list).map(([left, right]) => `{'k': ${left}} == {'k': ${right}}`),
  fc
    .tuple(operand, fc.constantFrom("==", "!=", "<", "<=", ">", ">=", "in"), operand)
    .map(([left, operator, right]) => `${left} ${operator} ${right}`),
  fc
    .tuple(field, fc.constantFrom("is int", "is number", "is string", "is list", "is bool"))
    .map(([name, type]) => `resource.data.${name} ${type}`),
  fc
    .tuple(
      field,
      fc.constantFrom("hasAny(['x'])", "hasAll(['x', 1])", "hasOnly(['x'])", "hasAll([])"),
    )
    .map(([name, call]) => `resource.data.${name}.${call}`),
  field.map((name) => `'${name}' in resource.data`),
  fc
    .tuple(field, literal)
    .map(([name, other]) => `resource.data.get('${name}', ${other}) == ${other}`),
  fc.constantFrom("resource.data.keys().hasAny(['f'])", "resource.data.keys().hasOnly(['f'])"),
);
const condition = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    atom.map((text) => `(${text})`),
    fc
      .tuple(tie("any"), fc.constantFrom("&&", "||"), tie("any"))
      .map((parts) => `(${parts.join(" ")})`),
    tie("any").map((inner) => `(!${inner})`),
    fc.tuple(tie("any"), tie("any"), tie("any")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
})).any;

/** What Firestore returns for a filter, written apart from what is tested. */
function returns(query: Filter, data: PlainMap): boolean {
  if ("compositeFilter" in query) {
    const { op, filters } = query.compositeFilter;
    const answers = filters.map((inner) => returns(inner, data));
    return op === "AND" ? answers.every(Boolean) : answers.some(Boolean);
  }
  if (!("fieldFilter" in query)) return false;
  const { op, value } = query.fieldFilter;
  const held = data[query.fieldFilter.field.fieldPath];
  if (held === undefined) return false;
  const [left, right] = [valueFromProtocol(toValue(held)), valueFromProtocol(value)];
  const holds = (list: RulesValue, item: RulesValue) =>
    isList(list) && list.some((other) => sameValue(other, item));
  const order = compareOrder(left, right);
  if (op === "EQUAL") return sameValue(left, right) === true;
  if (op === "NOT_EQUAL") return left !== null && sameValue(left, right) === false;
  if (op === "IN") return holds(right, left);
  if (op === "NOT_IN") return left !== null && !holds(right, left);
  if (op === "ARRAY_CONTAINS") return holds(left, right);
  if (op === "ARRAY_CONTAINS_ANY") return isList(right) && right.some((item) => holds(left, item));
  if (left === true || isList(left)) return sameTypeOrder(left, right, op);
  if (order === undefined) return false;
  return accepts(op, order);
}

function accepts(op: string, order: number): boolean {
  if (op === "LESS_THAN") return order < 0;
  if (op === "LESS_THAN_OR_EQUAL") return order <= 0;
  return op === "GREATER_THAN" ? order > 0 : order >= 0;
}

/** Firestore orders booleans and lists, which rules do not compare; only their type matters here. */
function sameTypeOrder(left: RulesValue, right: RulesValue, op: string): boolean {
  if (isList(left)) return isList(right) && (sameValue(left, right) ? accepts(op, 0) : true);
  return right === true && accepts(op, 0);
}

test("a query is never allowed that may return a document its rule does not allow", () => {
  const caller = user("ada");
  const documents = Object.fromEntries(DOCUMENTS.map((data, index) => [`things/${index}`, data]));
  let allowedCount = 0;
  fc.assert(
    fc.property(condition, filter, (text, query) => {
      const rules = rulesOver(
        rulesWith(`match /things/{id} { allow read: if ${text}; }`),
        documents,
      );
      if (rules.list(caller, "things", { where: query }) !== "allowed") return;
      allowedCount += 1;
      DOCUMENTS.forEach((data, index) => {
        if (returns(query, data)) {
          expect(rules.get(caller, `things/${index}`), JSON.stringify(data)).toBe("allowed");
        }
      });
    }),
    { numRuns: 3000, seed: 20261122 },
  );
  expect(allowedCount).toBeGreaterThan(200);
});
