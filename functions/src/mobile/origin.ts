import type { Context } from "hono";
import type { MobileEnv } from "./env.ts";

export const BASE_PATH = "/mobile/v1";

/** Where this request's sender reaches us, proxies in between included. */
export function originOf(c: Context<MobileEnv>): string {
  const url = new URL(c.req.url);
  const scheme = firstOf(c.req.header("X-Forwarded-Proto")) ?? url.protocol.replace(":", "");
  const host = firstOf(c.req.header("X-Forwarded-Host")) ?? c.req.header("Host") ?? url.host;
  return `${scheme}://${host}`;
}

/** The sender's address, as the first proxy saw it. */
export function addressOf(c: Context<MobileEnv>): string {
  const forwarded = firstOf(c.req.header("X-Forwarded-For"));
  return forwarded ?? c.env?.incoming?.socket.remoteAddress ?? "";
}

/** The path as the app's routes have it: without doubled slashes, and with the function's name that some addresses leave out. */
export function pathOf(request: Request): string {
  const path = new URL(request.url).pathname.replace(/\/{2,}/g, "/");
  return path.startsWith("/v1/") ? `/mobile${path}` : path;
}

function firstOf(header: string | undefined): string | undefined {
  return header?.split(",")[0]?.trim() || undefined;
}
