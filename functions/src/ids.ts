import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export type IdPrefix =
  | "acc"
  | "msg"
  | "dev"
  | "key"
  | "evt"
  | "whk"
  | "dlv"
  | "cnv"
  | "inv"
  | "aud"
  | "atu"
  | "mail";

/** A random, opaque id such as `msg_4fT…`: 22 characters after the prefix, 131 bits. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomText(22)}`;
}

/** A random secret such as `hs_live_…`: 43 characters after the prefix, 256 bits. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomText(43)}`;
}

/** Random characters of `alphabet`, each equally likely. */
export function randomText(length: number, alphabet: string = ALPHABET): string {
  const limit = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    for (const byte of takeRandom(length * 2)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);

/** Asking the system costs the same for many bytes as for few. Each is used once. */
function takeRandom(count: number): Buffer {
  if (count > POOL_BYTES) return randomBytes(count);
  if (pool.length < count) pool = randomBytes(POOL_BYTES);
  const taken = Buffer.from(pool.subarray(0, count));
  pool.fill(0, 0, count);
  pool = pool.subarray(count);
  return taken;
}

/** An id that the same parts always give. */
export function derivedId(prefix: IdPrefix, ...parts: string[]): string {
  return `${prefix}_${createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 27)}`;
}

/** Lower-case hex. Secrets are stored and looked up by this. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function secretsEqual(left: string, right: string): boolean {
  return timingSafeEqual(
    createHash("sha256").update(left).digest(),
    createHash("sha256").update(right).digest(),
  );
}
