import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Whether a request names this machine as itself. A page elsewhere can turn its own name to 127.0.0.1 (DNS rebinding), but not that. */
export function isForLoopback({ headers: { host = "" } }: IncomingMessage): boolean {
  return LOOPBACK.test(host);
}

/**
 * Whether a request is a webhook that a customer pointed at this machine: it comes from here, with headers of the customer's choice.
 * This one they cannot choose.
 */
export function isWebhook({ headers }: IncomingMessage): boolean {
  return headers["webhook-id"] !== undefined;
}

/** A proxy in front of this machine speaks from its own network; anybody else's word for who called is not taken. */
export function mayBeProxy(address = ""): boolean {
  const plain = address.replace(/^::ffff:/, "");
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe80:)/i.test(plain);
}
