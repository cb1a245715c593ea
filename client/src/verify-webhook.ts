import type { Event, EventType } from "./api-types.ts";

const TOLERANCE_SECONDS = 300;

export type ReceivedEvent = Event & { type: EventType };

/** The request is not from your server, or is an old one sent again. Answer it 400 and do nothing. */
export class WebhookError extends Error {
  override name = "WebhookError";
}

/**
 * Proves a webhook's signature (Standard Webhooks) and gives its event. `body` is the text as it came: parsing and writing it again changes it.
 */
export async function verifyWebhook(
  secret: string,
  headers: Headers | Record<string, string | string[] | undefined>,
  body: string,
  now = Date.now(),
): Promise<ReceivedEvent> {
  const id = header(headers, "webhook-id");
  const timestamp = header(headers, "webhook-timestamp");
  const seconds = Number(timestamp);
  if (!(Math.abs(now / 1000 - seconds) <= TOLERANCE_SECONDS)) {
    throw new WebhookError("The webhook is too old, or its clock is wrong.");
  }
  const key = await importKey(secret);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const part of header(headers, "webhook-signature").split(" ")) {
    const [version, signature = ""] = part.split(",");
    if (version !== "v1") continue;
    const bytes = fromBase64(signature);
    if (bytes !== null && (await crypto.subtle.verify("HMAC", key, bytes, signed))) {
      return JSON.parse(body) as ReceivedEvent;
    }
  }
  throw new WebhookError("No signature of the webhook is valid.");
}

function header(headers: Headers | Record<string, string | string[] | undefined>, name: string) {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value !== "string") throw new WebhookError(`The webhook has no ${name}.`);
  return value;
}

function importKey(secret: string): Promise<CryptoKey> {
  const bytes = fromBase64(secret.replace(/^whsec_/, ""));
  if (bytes === null) throw new WebhookError("The secret is not one that the API gave.");
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
