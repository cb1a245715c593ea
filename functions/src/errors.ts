/** Every refusal there is, with its HTTP status and whether trying again may help. `docs/errors.md` has a heading for each. */
export const ERRORS = {
  malformed_json: { status: 400, isRetryable: false, title: "The body is not JSON" },
  invalid_request: { status: 422, isRetryable: false, title: "The request is not valid" },
  unauthenticated: { status: 401, isRetryable: false, title: "No valid credentials" },
  missing_scope: { status: 403, isRetryable: false, title: "A scope is missing" },
  insufficient_balance: { status: 402, isRetryable: false, title: "The balance is too small" },
  spend_cap_reached: { status: 402, isRetryable: false, title: "The daily spend cap is reached" },
  payments_off: { status: 409, isRetryable: false, title: "Payments are not set up" },
  payments_unavailable: { status: 503, isRetryable: true, title: "Stripe does not answer" },
  invalid_signature: { status: 400, isRetryable: false, title: "The signature is not valid" },
  not_found: { status: 404, isRetryable: false, title: "There is no such thing" },
  method_not_allowed: { status: 405, isRetryable: false, title: "The method is not allowed" },
  no_device: { status: 409, isRetryable: false, title: "No phone is paired" },
  devices_paused: { status: 409, isRetryable: false, title: "All phones are paused" },
  forbidden: { status: 403, isRetryable: false, title: "Your role may not do this" },
  conflict: { status: 409, isRetryable: false, title: "It is not in a state that allows this" },
  not_cancelable: { status: 409, isRetryable: false, title: "It is too late to cancel" },
  idempotency_key_reused: {
    status: 422,
    isRetryable: false,
    title: "The Idempotency-Key belongs to another request",
  },
  body_too_large: { status: 413, isRetryable: false, title: "The body is too large" },
  rate_limited: { status: 429, isRetryable: true, title: "Too many requests" },
  internal: { status: 500, isRetryable: true, title: "Something went wrong on our side" },
  unavailable: { status: 503, isRetryable: true, title: "Too busy right now" },
} as const;

export type ErrorCode = keyof typeof ERRORS;

export interface FieldError {
  /** As the caller spells it: `to`, `to[3]`, `metadata.order`. */
  field: string;
  message: string;
}

export interface ErrorOptions {
  cause?: unknown;
  fields?: FieldError[];
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** Further members of the problem document, snake_case. */
  extra?: Record<string, unknown>;
}

/** The one error that reaches a caller. `message` is safe to show; `cause` is for the log only. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  readonly retryAfterSeconds: number | null;
  readonly extra: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "GatewayError";
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.extra = options.extra ?? {};
  }
}

export function invalidField(field: string, message: string): GatewayError {
  return new GatewayError("invalid_request", `${field}: ${message}`, {
    fields: [{ field, message }],
  });
}

export type Noun =
  | "account"
  | "message"
  | "device"
  | "conversation"
  | "API key"
  | "pairing"
  | "member"
  | "invitation"
  | "webhook"
  | "delivery";

/** The same bytes whether there is none or it is another account's. */
export function notFound(what: Noun): GatewayError {
  return new GatewayError("not_found", `There is no such ${what}.`);
}
