import type { AccessPolicy, ReadForRules } from "../engine.ts";
import type {
  Caller,
  Document,
  DocumentChange,
  DocumentName,
  StructuredQuery,
  Timestamp,
} from "../protocol.ts";
import { type Attempt, type Denial, permissionDenied } from "./denial.ts";
import { DocumentLookups, resourceOf } from "./document-lookups.ts";
import { Evaluation } from "./evaluation.ts";
import type { Target } from "./path-pattern.ts";
import { casesOf, type QueryCase, queryFor } from "./query-facts.ts";
import { requestFor } from "./request.ts";
import type { Allow, Ruleset } from "./ruleset.ts";
import { RulesRuntimeError } from "./runtime-error.ts";
import type { Method, Position } from "./syntax-tree.ts";
import {
  RulesMap,
  RulesPath,
  type RulesTimestamp,
  type RulesValue,
  timestampFromText,
  UNKNOWN,
  Unknown,
} from "./values.ts";

export interface AccessPolicyOptions {
  projectId: string;
  onDenied?: (denial: Denial) => void;
  /** What `debug(value)` in a rule sees. */
  onDebug?: (value: RulesValue, at: Position) => void;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export interface ReplaceableAccessPolicy extends AccessPolicy {
  /** In force from the next request on. */
  replaceRuleset(ruleset: Ruleset): void;
}

export function createAccessPolicy(
  ruleset: Ruleset,
  options: AccessPolicyOptions,
): ReplaceableAccessPolicy {
  return new RulesAccessPolicy(ruleset, options);
}

/** One method on one target, ready to be asked of each match block. */
interface Question {
  caller: Caller;
  method: Method;
  target: Target;
  run: Evaluation;
}

class RulesAccessPolicy implements ReplaceableAccessPolicy {
  #ruleset: Ruleset;
  readonly #options: AccessPolicyOptions;
  readonly #now: () => number;

  constructor(ruleset: Ruleset, options: AccessPolicyOptions) {
    this.#ruleset = ruleset;
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  replaceRuleset(ruleset: Ruleset): void {
    this.#ruleset = ruleset;
  }

  checkGet(
    caller: Caller,
    name: DocumentName,
    document: Document | null,
    read: ReadForRules,
  ): void {
    if (caller.kind === "owner") return;
    const segments = name.split("/").slice(2);
    const request = requestFor(caller, "get", segments, this.#readTime(), {});
    const resource = resourceOf(document);
    const run = this.#evaluation(request, resource, this.#lookups(read), false);
    this.#require({ caller, method: "get", target: { kind: "path", segments }, run });
  }

  checkList(caller: Caller, parent: string, query: StructuredQuery, read: ReadForRules): void {
    if (caller.kind === "owner") return;
    const root = parent.split("/").slice(2);
    const lookups = this.#lookups(read);
    const time = this.#readTime();
    const cases = isOneCollection(query) ? (casesOf(query) ?? []) : [];
    if (cases.length === 0) this.#refuse(caller, "list", targetOf(root, query, null), []);
    for (const queryCase of cases) {
      const target = targetOf(root, query, queryCase.path);
      const segments = target.kind === "path" ? target.segments : [...target.root, UNKNOWN];
      const request = requestFor(caller, "list", segments, time, { query: queryFor(query) });
      const run = this.#evaluation(request, listedResource(queryCase, target), lookups, true);
      this.#require({ caller, method: "list", target, run });
    }
  }

  checkWrites(
    caller: Caller,
    changes: DocumentChange[],
    requestTime: Timestamp,
    read: ReadForRules,
  ): void {
    if (caller.kind === "owner") return;
    const lookups = this.#lookups(read);
    const time = timestampFromText(requestTime);
    for (const { name, before, after } of changes) {
      lookups.startOperation();
      const method = after === null ? "delete" : before === null ? "create" : "update";
      const segments = name.split("/").slice(2);
      const request = requestFor(caller, method, segments, time, { resource: resourceOf(after) });
      const run = this.#evaluation(request, resourceOf(before), lookups, false);
      this.#require({ caller, method, target: { kind: "path", segments }, run });
    }
  }

  #readTime(): RulesTimestamp {
    return timestampFromText(new Date(this.#now()).toISOString());
  }

  #lookups(read: ReadForRules): DocumentLookups {
    return new DocumentLookups(read, this.#options.projectId);
  }

  #evaluation(
    request: RulesValue,
    resource: RulesValue,
    lookups: DocumentLookups,
    isProof: boolean,
  ): Evaluation {
    const onDebug = this.#options.onDebug ?? (() => {});
    return new Evaluation({ request, resource, lookups, isProof, onDebug });
  }

  #require({ caller, method, target, run }: Question): void {
    const attempts: Attempt[] = [];
    for (const block of this.#ruleset[method]) {
      const variables = block.pattern.match(target);
      if (variables === null) continue;
      run.variables = variables;
      for (const allow of block.allows) {
        const attempt = ask(allow, run);
        if (attempt === null) return;
        attempts.push(attempt);
      }
    }
    this.#refuse(caller, method, target, attempts);
  }

  #refuse(caller: Caller, method: Method, target: Target, attempts: Attempt[]): never {
    this.#options.onDenied?.({ caller, method, path: describeTarget(target), attempts });
    throw permissionDenied();
  }
}

/** Null: allowed. */
function ask(allow: Allow, run: Evaluation): Attempt | null {
  const { position, condition } = allow;
  if (condition === null) return null;
  try {
    const value = condition(run);
    if (value === true) return null;
    if (value === false) return { position, outcome: "false" };
    if (value instanceof Unknown) return { position, outcome: "unproved" };
    const reason = "The condition is no bool.";
    return { position, outcome: "error", reason, reasonPosition: position };
  } catch (error) {
    if (!(error instanceof RulesRuntimeError)) throw error;
    return { position, outcome: "error", reason: error.reason, reasonPosition: error.position };
  }
}

/** A query over several collections would need each of them proved; no SDK sends one. */
function isOneCollection({ from }: StructuredQuery): boolean {
  return from.length === 1 && from[0]?.collectionId !== "";
}

function targetOf(root: string[], query: StructuredQuery, path: RulesPath | null): Target {
  if (path) return { kind: "path", segments: path.segments };
  const [from] = query.from;
  const collectionId = from?.collectionId ?? "";
  if (from?.allDescendants) return { kind: "group", root, collectionId };
  return { kind: "path", segments: [...root, collectionId, UNKNOWN] };
}

function listedResource({ data, path }: QueryCase, target: Target): RulesMap {
  const segments = target.kind === "path" ? target.segments : [UNKNOWN];
  return RulesMap.of({
    data,
    id: segments.at(-1) ?? UNKNOWN,
    __name__: path ?? (target.kind === "path" ? new RulesPath(segments) : UNKNOWN),
  });
}

function describeTarget(target: Target): string {
  const segments =
    target.kind === "path" ? target.segments : [...target.root, "**", target.collectionId, UNKNOWN];
  return `/${segments.map((segment) => (segment instanceof Unknown ? "*" : segment)).join("/")}`;
}
