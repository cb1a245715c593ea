import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { AuthError, ensure } from "./errors.ts";

export const PASSWORD_LENGTH_MIN = 6;
export const PASSWORD_LENGTH_MAX = 4096;

/** Standard scrypt (RFC 7914); the Admin SDK imports it elsewhere as `STANDARD_SCRYPT`. Bytes are base64. */
export interface PasswordHash {
  hash: string;
  salt: string;
  cost: number;
  blockSize: number;
  parallelization: number;
}

const BLOCK_SIZE = 8;
const PARALLELIZATION = 3;
const HASH_BYTES = 64;
/** One hash holds 32 MB and a core for a while: so many at once, so many waiting, then callers are told to come back. */
const RUNNING_MAX = 2;
const WAITING_MAX = 64;

export interface Passwords {
  hash(password: string): Promise<PasswordHash>;
  /** Takes as long when there is no hash to compare with. */
  matches(password: string, stored: PasswordHash | undefined): Promise<boolean>;
}

export function ensurePasswordStrength(password: string): void {
  ensure(
    password.length >= PASSWORD_LENGTH_MIN,
    `WEAK_PASSWORD : Password should be at least ${PASSWORD_LENGTH_MIN} characters`,
  );
  ensure(
    password.length <= PASSWORD_LENGTH_MAX,
    `PASSWORD_DOES_NOT_MEET_REQUIREMENTS : Missing password requirements: [Password may contain at most ${PASSWORD_LENGTH_MAX} characters]`,
  );
}

/** `cost` is scrypt's N: a power of two, 2^15 if left out; a test takes a small one. */
export function createPasswords(cost = 2 ** 15): Passwords {
  const gate = createGate();
  const decoy: PasswordHash = {
    hash: randomBytes(HASH_BYTES).toString("base64"),
    salt: randomBytes(16).toString("base64"),
    cost,
    blockSize: BLOCK_SIZE,
    parallelization: PARALLELIZATION,
  };
  const derive = (password: string, settings: Omit<PasswordHash, "hash">, bytes = HASH_BYTES) =>
    gate(() => deriveKey(password, settings, bytes));

  return {
    async hash(password) {
      const settings = { ...decoy, salt: randomBytes(16).toString("base64") };
      return { ...settings, hash: (await derive(password, settings)).toString("base64") };
    },
    async matches(password, stored) {
      const expected = stored ?? decoy;
      const hash = Buffer.from(expected.hash, "base64");
      const derived = await derive(password.slice(0, PASSWORD_LENGTH_MAX), expected, hash.length);
      const isEqual = timingSafeEqual(derived, hash);
      return isEqual && stored !== undefined;
    },
  };
}

function deriveKey(
  password: string,
  settings: Omit<PasswordHash, "hash">,
  bytes: number,
): Promise<Buffer> {
  const options: ScryptOptions = {
    N: settings.cost,
    r: settings.blockSize,
    p: settings.parallelization,
    maxmem: 256 * settings.cost * settings.blockSize,
  };
  return new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(settings.salt, "base64"), bytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function createGate(): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= RUNNING_MAX) {
      if (waiting.length >= WAITING_MAX) {
        throw new AuthError(
          "TOO_MANY_ATTEMPTS_TRY_LATER : ((Too many passwords to check at once.))",
        );
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
