import type { Problem } from "./api-types.ts";

interface Trouble {
  status: number;
  code: string;
  detail: string;
  fields?: Record<string, string>;
  requestId?: string | undefined;
  retryAfterSeconds?: number | undefined;
  problem?: Problem;
}

/**
 * A refusal, as the API words it, or that no answer came. `code` is stable; `message` says what to do.
 * Besides the API's own codes: `unreachable`, `timeout`, `no_token` (all with status 0) and `unexpected_answer`.
 */
export class HandsetError extends Error {
  override name = "HandsetError";
  /** 0: no answer came. */
  readonly status: number;
  readonly code: string;
  /** What is wrong with each field of the request that is at fault. */
  readonly fields: Readonly<Record<string, string>>;
  /** What to name when you ask who runs the server. */
  readonly requestId: string | undefined;
  /** When the server will take the call, if it said so. */
  readonly retryAfterSeconds: number | undefined;
  /** The refusal as it came, with what is particular to its code. */
  readonly problem: Problem | null;

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(trouble.detail, options);
    this.status = trouble.status;
    this.code = trouble.code;
    this.fields = trouble.fields ?? {};
    this.requestId = trouble.requestId;
    this.retryAfterSeconds = trouble.retryAfterSeconds;
    this.problem = trouble.problem ?? null;
  }

  /** The same call may succeed later. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** The server has done nothing: the call never left, or was refused before anything else. */
  get isUndone(): boolean {
    return this.code === "no_token" || this.status === 429;
  }
}
