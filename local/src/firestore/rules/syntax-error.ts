import { FirestoreError } from "../errors.ts";
import type { Position } from "./syntax-tree.ts";

/** Rules that cannot be used, and where. `line` and `column` count from 1. */
export class RulesSyntaxError extends FirestoreError {
  readonly line: number;
  readonly column: number;

  constructor(position: Position, reason: string) {
    super("INVALID_ARGUMENT", `${position.line}:${position.column}: ${reason}`);
    this.name = "RulesSyntaxError";
    this.line = position.line;
    this.column = position.column;
  }
}
