import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ERRORS, GatewayError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { MobileEnv } from "./env.ts";

/** gRPC codes of a database that is busy or away: the app tries again by itself. */
const BUSY = new Set([4, 8, 10, 14]);

/** The app shows this body to whoever holds the phone, so it is one short sentence. */
export function errorResponse(c: Context<MobileEnv>, error: unknown, log: Log): Response {
  const { status, message } = describe(error);
  if (status >= 500) {
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error("phone_request_failed", { path: routeOf(c), cause });
  }
  return c.json({ message }, status as ContentfulStatusCode);
}

function describe(error: unknown): { status: number; message: string } {
  if (error instanceof GatewayError) {
    // The app knows no 422.
    const status = error.code === "invalid_request" ? 400 : ERRORS[error.code].status;
    return { status, message: error.message };
  }
  if (error instanceof HTTPException) {
    return { status: error.status, message: error.message || "The request does not parse" };
  }
  const code = (error as { code?: unknown } | null)?.code;
  const isBusy = typeof code === "number" && BUSY.has(code);
  return isBusy
    ? { status: 503, message: "Too busy right now" }
    : { status: 500, message: "Something went wrong on our side" };
}

/** A hook's path ends with a secret. */
function routeOf(c: Context<MobileEnv>): string {
  return c.req.path.replace(/(\/hooks\/[^/]+)\/.*/, "$1/…");
}
