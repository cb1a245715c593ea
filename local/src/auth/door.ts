import type { IncomingMessage } from "node:http";
import { isWebhook, mayBeProxy } from "../own-machine.ts";
import { permissionDenied, unauthenticated } from "./errors.ts";
import type { Call } from "./operation.ts";

export interface HandleOptions {
  /** Take the Admin SDK's `Bearer owner`. For a port that only this machine reaches. */
  allowOwner: boolean;
  /**
   * Take identities that nobody vouches for: Google's stand-in and unsigned custom tokens. Whoever reaches such a port can be
   * anybody, so it is for loopback too. As `allowOwner` if left out.
   */
  allowStandIns?: boolean;
}

/** What this request may do. Only the connection is believed; headers can only take rights away. */
export function openDoor(
  req: IncomingMessage,
  url: URL,
  options: HandleOptions,
  publicUrl?: string,
): Call {
  const isLocal = isLoopback(req.socket.remoteAddress) && isLoopback(hostOf(req.headers.host));
  const isForwarded = "x-forwarded-for" in req.headers || "forwarded" in req.headers;
  const { origin } = req.headers;
  const isBrowser = origin !== undefined || "sec-fetch-site" in req.headers;
  const isLocalPage = origin === undefined || isLoopback(hostOf(URL.parse(origin)?.host));
  const asksAsOwner = isOwnerToken(req.headers.authorization);
  // Neither a page that some browser on this machine has open nor a webhook that points here is the owner.
  const isProgram = isLocal && !isForwarded && !isBrowser && !isWebhook(req);
  const isOwner = asksAsOwner && options.allowOwner && isProgram;
  if (asksAsOwner && !isOwner) {
    throw permissionDenied(
      "INSUFFICIENT_PERMISSION : ((The owner's token is taken on this machine's own port for SDKs only, and never from a browser or a webhook.))",
    );
  }
  if (req.headers.authorization !== undefined && !asksAsOwner) {
    throw unauthenticated(
      "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
    );
  }
  return {
    isOwner,
    allowsStandIns:
      (options.allowStandIns ?? options.allowOwner) && isLocal && !isForwarded && isLocalPage,
    place: placeOf(req, publicUrl),
    origin: publicUrl ?? originOf(req),
    query: url.searchParams,
  };
}

/** Behind a proxy everybody comes from the proxy, which names at last whom it heard from. Only a guesser's own tries may shut a guesser out. */
function placeOf({ socket, headers }: IncomingMessage, publicUrl?: string): string {
  const { remoteAddress = "" } = socket;
  const isForwarded = publicUrl !== undefined && mayBeProxy(remoteAddress);
  const forwarded = isForwarded ? String(headers["x-forwarded-for"] ?? "") : "";
  return forwarded.split(",").at(-1)?.trim() || remoteAddress;
}

export function isOwnerToken(authorization: string | undefined): boolean {
  return authorization !== undefined && /^bearer\s+owner\s*$/iu.test(authorization);
}

export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$|^\[::1\]$|^localhost$/iu.test(address);
}

function hostOf(host: string | undefined): string | undefined {
  return host === undefined ? undefined : URL.parse(`http://${host}`)?.hostname;
}

function originOf({ socket }: IncomingMessage): string {
  const address = (socket.localAddress ?? "127.0.0.1").replace(/^::ffff:/u, "");
  const scheme = "encrypted" in socket && socket.encrypted ? "https" : "http";
  const host = address.includes(":") ? `[${address}]` : address;
  return `${scheme}://${host}:${socket.localPort}`;
}
