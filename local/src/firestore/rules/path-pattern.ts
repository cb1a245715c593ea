import { RulesSyntaxError } from "./syntax-error.ts";
import type { SegmentSyntax } from "./syntax-tree.ts";
import { RulesPath, type RulesValue, UNKNOWN, type Unknown } from "./values.ts";

/** Where a request goes, from `databases` on. */
export type Target =
  | { kind: "path"; segments: readonly (string | Unknown)[] }
  /** Any document of a collection of this name at any depth below `root`. */
  | { kind: "group"; root: readonly string[]; collectionId: string };

/** The path of a match block with those around it; each of its variables has a place in the captures. */
export class PathPattern {
  readonly #before: readonly SegmentSyntax[];
  readonly #after: readonly SegmentSyntax[];
  readonly #hasRest: boolean;
  readonly #restMin: number;

  constructor(segments: readonly SegmentSyntax[], version: 1 | 2) {
    const rests = segments.filter((segment) => segment.kind === "rest");
    const [, second] = rests;
    if (second) {
      throw new RulesSyntaxError(
        second.position,
        "A path may hold one {name=**}, the match blocks around it included.",
      );
    }
    const at = segments.findIndex((segment) => segment.kind === "rest");
    this.#hasRest = at >= 0;
    this.#before = at < 0 ? segments : segments.slice(0, at);
    this.#after = at < 0 ? [] : segments.slice(at + 1);
    this.#restMin = version === 2 ? 0 : 1;
    const [behind] = this.#after;
    if (version === 1 && behind) {
      throw new RulesSyntaxError(
        behind.position,
        "{name=**} must come last, unless the rules begin with rules_version = '2';",
      );
    }
  }

  /** What the variables stand for, or null where the path is another, or may be. */
  match(target: Target): RulesValue[] | null {
    return target.kind === "path"
      ? this.#matchPath(target.segments)
      : this.#matchGroup(target.root, target.collectionId);
  }

  #matchPath(segments: readonly (string | Unknown)[]): RulesValue[] | null {
    const before = this.#before.length;
    const restLength = segments.length - before - this.#after.length;
    if (this.#hasRest ? restLength < this.#restMin : restLength !== 0) return null;
    const captures: RulesValue[] = [];
    if (!capture(this.#before, segments, 0, captures)) return null;
    if (!this.#hasRest) return captures;
    captures.push(new RulesPath(segments.slice(before, before + restLength)));
    return capture(this.#after, segments, before + restLength, captures) ? captures : null;
  }

  #matchGroup(root: readonly string[], collectionId: string): RulesValue[] | null {
    if (!this.#hasRest || this.#before.length > root.length || this.#after.length > 2) return null;
    const captures: RulesValue[] = [];
    if (!capture(this.#before, root, 0, captures)) return null;
    captures.push(UNKNOWN);
    const end = [collectionId, UNKNOWN];
    return capture(this.#after, end, end.length - this.#after.length, captures) ? captures : null;
  }
}

function capture(
  pattern: readonly SegmentSyntax[],
  segments: readonly (string | Unknown)[],
  start: number,
  captures: RulesValue[],
): boolean {
  for (let index = 0; index < pattern.length; index += 1) {
    const expected = pattern[index];
    const segment = segments[start + index];
    if (expected === undefined || segment === undefined) return false;
    if (expected.kind === "literal") {
      if (segment !== expected.text) return false;
    } else {
      captures.push(segment);
    }
  }
  return true;
}
