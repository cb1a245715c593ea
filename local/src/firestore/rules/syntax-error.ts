import type { Position } from "./syntax-tree.ts";

/** Rules that cannot be used, and where. `line` and `column` count from 1. */
export class RulesSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(position: Position, reason: string) {
    super(`${position.line}:${position.column}: ${reason}`);
    this.name = "RulesSyntaxError";
    this.line = position.line;
    this.column = position.column;
  }
}
