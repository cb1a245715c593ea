import { createHmac } from "node:crypto";

/** Lower-case hexadecimal HMAC-SHA256 over the raw body followed by the timestamp's text. */
export function signWebhook(signingKey: string, body: string, timestamp: string): string {
  return createHmac("sha256", signingKey)
    .update(body + timestamp)
    .digest("hex");
}
