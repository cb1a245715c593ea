import type { IncomingMessage, ServerResponse } from "node:http";
import { AuthError, invalidArgument } from "./errors.ts";
import { type Body, isObject } from "./fields.ts";

/** Importing users is the largest call: a thousand of them. */
const BODY_BYTES_MAX = 2 * 1024 * 1024;

export async function readBody(req: IncomingMessage): Promise<Body> {
  const raw = await readText(req);
  if (raw.trim() === "") return {};
  const type = req.headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return camelCased(Object.fromEntries(new URLSearchParams(raw)));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    throw invalidArgument("((The body is not JSON.))");
  }
  if (!isObject(parsed)) throw invalidArgument("((The body is not an object.))");
  return camelCased(parsed);
}

/** Pages may live on another port or host than this server; no cookie is ever read, so any origin may ask. */
export function allowCrossOrigin(req: IncomingMessage, res: ServerResponse): void {
  res.setHeader("access-control-allow-origin", req.headers.origin ?? "*");
  res.setHeader("vary", "origin");
}

export function answerPreflight(req: IncomingMessage, res: ServerResponse): void {
  const asked = req.headers["access-control-request-headers"];
  res.writeHead(204, {
    "access-control-allow-methods": "GET,POST,PATCH,DELETE",
    ...(asked ? { "access-control-allow-headers": asked } : {}),
    "access-control-max-age": "3600",
    "content-length": "0",
  });
  res.end();
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  res.end(bytes);
}

/** An error that is not ours to word says nothing of the inside. */
export function sendError(res: ServerResponse, error: unknown): void {
  const known =
    error instanceof AuthError
      ? error
      : new AuthError("INTERNAL_ERROR", {
          httpStatus: 500,
          status: "INTERNAL",
          reason: "internal",
        });
  sendJson(res, known.httpStatus, known.toBody());
}

async function readText(req: IncomingMessage): Promise<string> {
  const tooLarge = new AuthError("Request payload is too large.", { httpStatus: 413 });
  if (Number(req.headers["content-length"] ?? 0) > BODY_BYTES_MAX) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Identity Toolkit takes `refresh_token` and `refreshToken` alike, at the top of a body. */
function camelCased(body: Body): Body {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
