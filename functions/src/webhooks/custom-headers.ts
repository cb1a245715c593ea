import { invalidField } from "../errors.ts";

const HEADERS_MAX = 10;
const VALUE_CHARACTERS_MAX = 1024;
const NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,64}$/;
const VALUE = /^[\t\x20-\x7e]*$/;

/** What the request, the connection or a proxy says itself. */
const RESERVED =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|proxy-.*|x-forwarded-.*|forwarded|via|user-agent|accept-encoding|webhook-.*)$/i;

/** Refuses headers that are not a customer's to set. */
export function checkHeaders(headers: Record<string, string>): void {
  const entries = Object.entries(headers);
  if (entries.length > HEADERS_MAX) throw invalidField("headers", `Give at most ${HEADERS_MAX}.`);
  const seen = new Set<string>();
  for (const [name, value] of entries) {
    const field = `headers.${name}`;
    if (!NAME.test(name)) throw invalidField(field, "This is no name of an HTTP header.");
    if (RESERVED.test(name)) throw invalidField(field, "This header is not yours to set.");
    if (seen.has(name.toLowerCase())) throw invalidField(field, "This header is given twice.");
    if (!VALUE.test(value) || value.length > VALUE_CHARACTERS_MAX) {
      throw invalidField(field, "Give visible ASCII characters, at most 1,024.");
    }
    seen.add(name.toLowerCase());
  }
}
