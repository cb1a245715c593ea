import { phoneUrl, readEnvironment } from "../config.ts";

/** Where the caller reached us: behind Hosting or a proxy, the address that the proxy was asked for. */
export function originOf(request: Request): string {
  const host = request.headers.get("X-Forwarded-Host") ?? request.headers.get("Host");
  const url = new URL(request.url);
  const protocol =
    request.headers.get("X-Forwarded-Proto")?.split(",")[0]?.trim() ?? url.protocol.slice(0, -1);
  return host === null ? url.origin : `${protocol}://${host.split(",")[0]?.trim()}`;
}

/** What a person types into the app as its API URL. */
export function phoneUrlOf(request: Request): string {
  return phoneUrl(readEnvironment()) ?? `${originOf(request)}/mobile/v1`;
}
