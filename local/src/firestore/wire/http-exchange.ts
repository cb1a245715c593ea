import type { IncomingMessage, ServerResponse } from "node:http";
import { FirestoreError, STATUS } from "../errors.ts";
import { errorBody, type WireError } from "./status.ts";

export const BODY_BYTES_MAX = 11 * 1024 * 1024;

export async function readBody(req: IncomingMessage): Promise<string> {
  try {
    return await readWhole(req);
  } catch (error) {
    if (error instanceof FirestoreError) throw error;
    throw new FirestoreError("CANCELLED", "The client went away.");
  }
}

async function readWhole(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) {
      throw new FirestoreError(
        "INVALID_ARGUMENT",
        `Request payload size exceeds the limit: ${BODY_BYTES_MAX} bytes.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function parseJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new FirestoreError("INVALID_ARGUMENT", "Invalid JSON payload received.");
  }
}

/** Browsers send with credentials, so the origin is named: a wildcard would break every stream. */
export function allowOrigin(req: IncomingMessage, res: ServerResponse): void {
  const { origin } = req.headers;
  if (origin === undefined) return;
  res.setHeader("Access-Control-Allow-Origin", origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  res.setHeader("Vary", "Origin");
}

export function answerPreflight(req: IncomingMessage, res: ServerResponse): void {
  const headers = req.headers["access-control-request-headers"];
  res.setHeader("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE, OPTIONS");
  if (headers !== undefined) res.setHeader("Access-Control-Allow-Headers", headers);
  res.setHeader("Access-Control-Max-Age", "3600");
  res.writeHead(204).end();
}

export function sendJson(res: ServerResponse, statusCode: number, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(statusCode, {
    "Content-Type": "application/json; charset=UTF-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  res.end(text);
}

export function sendError(res: ServerResponse, error: WireError, isStreaming = false): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const body = errorBody(error);
  sendJson(res, STATUS[error.status].http, isStreaming ? [body] : body);
}
