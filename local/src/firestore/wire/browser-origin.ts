import type { IncomingMessage } from "node:http";
import { isForLoopback, isWebhook } from "../../own-machine.ts";

/**
 * Whether somebody else than a program of the owner's may have sent a request to a loopback port: any page that somebody opens on
 * this machine, whose origin browsers name, or a webhook.
 */
export function mayComeFromPage(req: IncomingMessage): boolean {
  const { origin, "sec-fetch-site": site } = req.headers;
  return origin !== undefined || site !== undefined || !isForLoopback(req) || isWebhook(req);
}
