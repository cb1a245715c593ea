import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Whether a web page may have sent a request to a loopback port. Any page that somebody opens on this machine can: from
 * its own origin, which browsers then name, or under its own host name turned to 127.0.0.1 (DNS rebinding).
 */
export function mayComeFromPage({ headers }: IncomingMessage): boolean {
  const { origin, host = "" } = headers;
  return origin !== undefined || headers["sec-fetch-site"] !== undefined || !LOOPBACK.test(host);
}
