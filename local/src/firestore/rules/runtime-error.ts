import type { Position } from "./syntax-tree.ts";

/**
 * An expression has no value. No `Error`, since rules meet many of these on the way to an answer and a stack trace costs
 * more than the rule.
 */
export class RulesRuntimeError {
  readonly reason: string;
  readonly position: Position;
  /** A limit was passed: no `||` may hide it. */
  readonly isFatal: boolean;

  constructor(reason: string, position: Position, isFatal = false) {
    this.reason = reason;
    this.position = position;
    this.isFatal = isFatal;
  }
}
