/** For tests: documents written as plain objects, rules asked without a server. */
import type { ReadForRules } from "../../engine.ts";
import type { Caller, Document, Fields, Filter, StructuredQuery, Value } from "../../protocol.ts";
import { type Denial, describeDenial } from "../denial.ts";
import { createAccessPolicy } from "../policy.ts";
import { parseRules } from "../ruleset.ts";

const ROOT = "projects/demo/databases/(default)/documents";
export const REQUEST_TIME = "2026-11-22T08:10:00.123456Z";

export type Plain = null | boolean | bigint | number | string | Date | Plain[] | PlainMap | Raw;
export type PlainMap = { [key: string]: Plain };
/** A protocol value that has no plain form. */
export class Raw {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

export const timestamp = (text: string) => new Raw({ timestampValue: text });
export const reference = (path: string) => new Raw({ referenceValue: nameOf(path) });
/** A whole number kept as a float. */
export const float = (value: number) => new Raw({ doubleValue: value });

export function toValue(plain: Plain): Value {
  if (plain === null) return { nullValue: "NULL_VALUE" };
  if (plain instanceof Raw) return plain.value;
  if (plain instanceof Date) return { timestampValue: plain.toISOString().replace("Z", "000Z") };
  if (typeof plain === "boolean") return { booleanValue: plain };
  if (typeof plain === "bigint") return { integerValue: `${plain}` };
  if (typeof plain === "string") return { stringValue: plain };
  if (Array.isArray(plain)) return { arrayValue: { values: plain.map(toValue) } };
  if (typeof plain === "object") return { mapValue: { fields: toFields(plain) } };
  return Number.isInteger(plain) ? { integerValue: `${plain}` } : { doubleValue: plain };
}

export function toFields(plain: PlainMap): Fields {
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, toValue(value)]));
}

export function nameOf(path: string): string {
  return path === "" ? ROOT : `${ROOT}/${path}`;
}

function documentOf(path: string, data: PlainMap | undefined): Document | null {
  if (data === undefined) return null;
  const time = "2026-01-01T00:00:00.000000Z";
  return { name: nameOf(path), fields: toFields(data), createTime: time, updateTime: time };
}

export const ANONYMOUS: Caller = { kind: "anonymous" };
export function user(uid: string, token: Record<string, unknown> = {}): Caller {
  return { kind: "user", uid, token: { sub: uid, ...token } };
}

export function where(fieldPath: string, op: string, value: Plain): Filter {
  const field = { fieldPath };
  return {
    fieldFilter: { field, op: op as "EQUAL", value: toValue(value) },
  };
}

export function any(...filters: Filter[]): Filter {
  return { compositeFilter: { op: "OR", filters } };
}

export function all(...filters: Filter[]): Filter {
  return { compositeFilter: { op: "AND", filters } };
}

export interface Write {
  path: string;
  data: PlainMap | null;
}

/** "allowed", or why not. */
export type Verdict = string;

/** A database of plain documents under rules. */
export function rulesOver(source: string, documents: Record<string, PlainMap> = {}) {
  const denials: Denial[] = [];
  const debugged: unknown[] = [];
  let lookups: string[] = [];
  const policy = createAccessPolicy(parseRules(source), {
    projectId: "demo",
    now: () => Date.parse(REQUEST_TIME),
    onDenied: (denial) => denials.push(denial),
    onDebug: (value, at) => debugged.push([value, at.line, at.column]),
  });
  const reader = (writes: Write[]): ReadForRules => {
    const look = (name: string, isAfter: boolean) => {
      const path = name.slice(ROOT.length + 1);
      lookups.push(path);
      const written = writes.findLast((write) => write.path === path);
      const data = isAfter && written ? (written.data ?? undefined) : documents[path];
      return documentOf(path, data);
    };
    return { before: (name) => look(name, false), after: (name) => look(name, true) };
  };
  const verdict = (check: () => void): Verdict => {
    lookups = [];
    try {
      check();
      return "allowed";
    } catch (error) {
      const denial = denials.at(-1);
      if (denial === undefined) throw error;
      return describeDenial(denial);
    }
  };
  return {
    policy,
    denials,
    debugged,
    lookedUp: () => lookups,
    get: (caller: Caller, path: string) =>
      verdict(() =>
        policy.checkGet(caller, nameOf(path), documentOf(path, documents[path]), reader([])),
      ),
    list: (caller: Caller, collection: string, query: Partial<StructuredQuery> = {}) =>
      verdict(() => {
        const segments = collection.split("/");
        const collectionId = segments.pop() ?? "";
        const parent = nameOf(segments.join("/"));
        policy.checkList(caller, parent, { from: [{ collectionId }], ...query }, reader([]));
      }),
    group: (caller: Caller, collectionId: string, query: Partial<StructuredQuery> = {}) =>
      verdict(() => {
        const from = [{ collectionId, allDescendants: true }];
        policy.checkList(caller, nameOf(""), { from, ...query }, reader([]));
      }),
    write: (caller: Caller, ...writes: Write[]) =>
      verdict(() => {
        const changes = writes.map(({ path, data }) => ({
          name: nameOf(path),
          before: documentOf(path, documents[path]),
          after: documentOf(path, data ?? undefined),
        }));
        policy.checkWrites(caller, changes, REQUEST_TIME, reader(writes));
      }),
  };
}

export function rulesWith(matches: string): string {
  return `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    ${matches}
  }
}`;
}

/** What one condition says of reading a document: true, false, or the error it raises. */
export function evaluate(condition: string, data: PlainMap = {}, caller: Caller = user("ada")) {
  const rules = rulesOver(rulesWith(`match /things/{id} { allow get: if ${condition}; }`), {
    "things/one": data,
    "things/other": { owner: "ada" },
  });
  if (rules.get(caller, "things/one") === "allowed") return true;
  const attempt = rules.denials.at(-1)?.attempts.at(-1);
  return attempt?.outcome === "false" ? false : (attempt?.reason ?? "no rule applies");
}
