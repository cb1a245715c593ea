/** A refusal in Identity Toolkit's words. A message that production would never send stands in `((…))`. */
export class AuthError extends Error {
  readonly httpStatus: number;
  readonly status: string | undefined;
  readonly reason: string;

  constructor(
    message: string,
    {
      httpStatus = 400,
      status,
      reason = "invalid",
    }: { httpStatus?: number; status?: string; reason?: string } = {},
  ) {
    super(message);
    this.name = "AuthError";
    this.httpStatus = httpStatus;
    this.status = status;
    this.reason = reason;
  }

  /** The code before ` : `, as the SDKs read it. */
  get code(): string {
    return this.message.split(" : ", 1)[0] ?? this.message;
  }

  toBody(): { error: Record<string, unknown> } {
    const { httpStatus, message, reason, status } = this;
    const errors = [{ message, reason, domain: "global" }];
    return { error: { code: httpStatus, message, errors, ...(status ? { status } : {}) } };
  }
}

export function ensure(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AuthError(message);
}

export const invalidArgument = (detail: string): AuthError =>
  new AuthError(`Invalid JSON payload received. ${detail}`, { status: "INVALID_ARGUMENT" });

export const notFound = (): AuthError =>
  new AuthError("Not Found", { httpStatus: 404, status: "NOT_FOUND", reason: "notFound" });

export const notImplemented = (what: string): AuthError =>
  new AuthError(`((${what} is not implemented in the embedded sign-in server.))`, {
    httpStatus: 501,
    status: "NOT_IMPLEMENTED",
    reason: "unimplemented",
  });

export const unauthenticated = (message: string): AuthError =>
  new AuthError(message, { httpStatus: 401, status: "UNAUTHENTICATED", reason: "authError" });

export const permissionDenied = (message: string): AuthError =>
  new AuthError(message, { httpStatus: 403, status: "PERMISSION_DENIED", reason: "forbidden" });
