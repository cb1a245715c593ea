import { createHmac, randomBytes } from "node:crypto";
import type { WebhookSecret } from "../schema/webhook.ts";

const SECRET_BYTES = 32;
const SECRET_PREFIX = "whsec_";

export function newWebhookSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** The header `webhook-signature` of the Standard Webhooks specification: one signature a secret, apart by spaces. */
export function signPayload(
  { id, at, payload }: { id: string; at: Date; payload: string },
  secrets: readonly string[],
): string {
  const signed = `${id}.${toTimestamp(at)}.${payload}`;
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
      return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
    })
    .join(" ");
}

/** The header `webhook-timestamp`: whole seconds since 1970. */
export function toTimestamp(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}

/** The secrets that sign now, the newest first. */
export function secretsAt(
  { secret, previousSecret, previousUntil }: WebhookSecret,
  now: Date,
): string[] {
  const isPreviousValid = previousSecret !== null && previousUntil !== null && now < previousUntil;
  return isPreviousValid ? [secret, previousSecret] : [secret];
}
