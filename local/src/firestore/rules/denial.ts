import { FirestoreError } from "../errors.ts";
import type { Caller } from "../protocol.ts";
import type { Method, Position } from "./syntax-tree.ts";

/** One `allow` that was asked and did not say yes. */
export interface Attempt {
  position: Position;
  outcome: "false" | "error" | "unproved";
  /** For an error: what went wrong, and where. */
  reason?: string;
  reasonPosition?: Position;
}

/** Why a request was refused: for the operator's log and for tests, never for the caller. */
export interface Denial {
  caller: Caller;
  method: Method;
  /** From `/databases` on; `*` where a query leaves a segment open. */
  path: string;
  attempts: Attempt[];
}

export function describeDenial(denial: Denial): string {
  const { method, path, attempts } = denial;
  if (attempts.length === 0) return `no rule allows '${method}' of ${path}`;
  const reasons = attempts.map(({ position, outcome, reason, reasonPosition }) => {
    const at = `L${position.line}:${position.column}`;
    if (outcome === "false") return `false at ${at}`;
    if (outcome === "unproved") return `at ${at}, the query does not prove the condition`;
    return `error at ${at}: ${reason} (L${reasonPosition?.line}:${reasonPosition?.column})`;
  });
  return `'${method}' of ${path} refused: ${reasons.join("; ")}`;
}

export function permissionDenied(): FirestoreError {
  return new FirestoreError("PERMISSION_DENIED", "Missing or insufficient permissions.");
}
