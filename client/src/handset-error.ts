import type { Problem } from "./api-types.ts";

/** A refusal, as the API words it. `code` is stable; `message` says what to do. */
export class HandsetError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? `The server answered ${status}.`);
    this.name = "HandsetError";
    this.status = status;
    this.code = problem?.code ?? "unknown";
    this.problem = problem;
  }
}
