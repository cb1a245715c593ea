const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Random letters and digits; `crypto.randomUUID` is missing where a page is served without TLS. */
export function randomId(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
