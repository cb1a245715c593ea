import type { MiddlewareHandler } from "hono";
import { GatewayError } from "../errors.ts";

const BYTES_MAX = 1_500;

/** An id that no document can have names nothing; the database would call it a broken path. */
export const refuseStrangeIds: MiddlewareHandler = async (c, next) => {
  if (new URL(c.req.url).pathname.split("/").some(isStrange)) {
    throw new GatewayError("not_found", "There is no such thing.");
  }
  await next();
};

function isStrange(segment: string): boolean {
  if (segment === "") return false;
  const text = decode(segment);
  return text === null || isStrangeId(text);
}

export function isStrangeId(text: string): boolean {
  return /\/|^\.{1,2}$|^__.*__$/.test(text) || Buffer.byteLength(text) > BYTES_MAX;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
