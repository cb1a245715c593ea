import type { Context as HonoContext } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import { ERRORS, type ErrorCode, type FieldError, GatewayError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Problem } from "../schema/problem.ts";

/** gRPC codes of a database that is busy or away: the same call may succeed later. */
const BUSY = new Set([4, 8, 10, 14]);

/** The one place where an error becomes an answer. */
export function problemResponse(c: HonoContext, error: unknown, log: Log): Response {
  const failure = toGatewayError(error);
  const { status } = ERRORS[failure.code];
  const requestId = c.get("requestId") as string;
  if (status >= 500) {
    log.error("request_failed", { requestId, code: failure.code, cause: describe(error) });
  }
  if (failure.retryAfterSeconds !== null)
    c.header("Retry-After", String(failure.retryAfterSeconds));
  if (failure.code === "unauthenticated") c.header("WWW-Authenticate", 'Bearer realm="handset"');
  const problem = {
    ...toProblem(failure.code, failure.message, requestId),
    ...(failure.fields.length > 0 && { errors: failure.fields }),
    ...failure.extra,
  };
  return c.body(JSON.stringify(problem), status as ContentfulStatusCode, {
    "Content-Type": "application/problem+json",
  });
}

export function toProblem(code: ErrorCode, detail: string, requestId: string): Problem {
  const { status, title } = ERRORS[code];
  const type = `https://handset.dev/docs/errors#${code}`;
  return { type, title, status, code, detail, request_id: requestId };
}

function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof HTTPException && error.status === 400) {
    return new GatewayError("malformed_json", "Send a JSON object: the body does not parse.");
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === "number" && BUSY.has(code)) {
    return new GatewayError("unavailable", "Try again in a moment.", {
      cause: error,
      retryAfterSeconds: 1,
    });
  }
  return new GatewayError("internal", "Try again; if it stays, tell us the request_id.", {
    cause: error,
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** zod's issues as the caller's own field names. */
export function invalidRequest(error: z.ZodError): GatewayError {
  const fields = error.issues.flatMap(toFieldErrors);
  const first = fields[0] ?? { field: "body", message: "It is not valid." };
  return new GatewayError("invalid_request", `${first.field}: ${first.message}`, { fields });
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const at = fieldName(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: fieldName([...issue.path, key]),
      message: "There is no such field. Check its spelling or leave it out.",
    }));
  }
  if (issue.code === "invalid_union") {
    return [{ field: at, message: "Give a text or a list of texts." }];
  }
  return [{ field: at, message: issue.message }];
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>(
    (text, part) =>
      typeof part === "number"
        ? `${text}[${part}]`
        : text === ""
          ? String(part)
          : `${text}.${String(part)}`,
    "",
  );
  return name === "" ? "body" : name;
}
