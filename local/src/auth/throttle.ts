import { AuthError } from "./errors.ts";

/** So many at once, then one more each interval. */
export interface Allowance {
  burst: number;
  refillMs: number;
}

interface Bucket {
  used: number;
  at: number;
}

/** Keys kept; past it the ones longest untouched are forgotten. */
const KEYS_MAX = 20_000;

/** Leaky buckets in memory: a restart forgives. */
export class Throttle {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  ensureOpen(key: string, allowance: Allowance, message: string): void {
    if (this.#level(key, allowance) > allowance.burst - 1) throw new AuthError(message);
  }

  count(key: string, allowance: Allowance): void {
    const used = this.#level(key, allowance) + 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { used, at: this.#now() });
    if (this.#buckets.size > KEYS_MAX) {
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest);
        break;
      }
    }
  }

  /** Forgets the key and those below it (`key …`). */
  forgive(key: string): void {
    for (const known of this.#buckets.keys()) {
      if (known === key || known.startsWith(`${key} `)) this.#buckets.delete(known);
    }
  }

  #level(key: string, allowance: Allowance): number {
    const bucket = this.#buckets.get(key);
    if (!bucket) return 0;
    return Math.max(0, bucket.used - (this.#now() - bucket.at) / allowance.refillMs);
  }
}

/** Wrong passwords for one address from one place, and from everywhere. */
const FAILURES_HERE: Allowance = { burst: 10, refillMs: 30_000 };
const FAILURES_ANYWHERE: Allowance = { burst: 100, refillMs: 10_000 };
const TOO_MANY_FAILURES =
  "TOO_MANY_ATTEMPTS_TRY_LATER : Access to this account has been temporarily disabled due to many failed login attempts. You can immediately restore it by resetting your password or you can try again later.";

const MAILS: Allowance = { burst: 20, refillMs: 60_000 };
const TOO_MANY_MAILS =
  "TOO_MANY_ATTEMPTS_TRY_LATER : Too many mails were asked for this address. Try again later.";

/** Counts the try before its outcome is known, so that tries sent at once count too; a right password forgives. */
export function countPasswordTry(throttle: Throttle, email: string, place: string): void {
  throttle.ensureOpen(`password ${email} ${place}`, FAILURES_HERE, TOO_MANY_FAILURES);
  throttle.ensureOpen(`password ${email}`, FAILURES_ANYWHERE, TOO_MANY_FAILURES);
  throttle.count(`password ${email} ${place}`, FAILURES_HERE);
  throttle.count(`password ${email}`, FAILURES_ANYWHERE);
}

export function forgivePasswords(throttle: Throttle, email: string): void {
  throttle.forgive(`password ${email}`);
}

export function countMail(throttle: Throttle, email: string): void {
  throttle.ensureOpen(`mail ${email}`, MAILS, TOO_MANY_MAILS);
  throttle.count(`mail ${email}`, MAILS);
}
