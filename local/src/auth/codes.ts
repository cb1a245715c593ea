import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ensure } from "./errors.ts";

export type CodePurpose =
  | "PASSWORD_RESET"
  | "VERIFY_EMAIL"
  | "EMAIL_SIGNIN"
  | "VERIFY_AND_CHANGE_EMAIL"
  | "RECOVER_EMAIL";

/** What a one-time code in a mail allows. The code itself is kept as a hash only. */
export interface CodeRecord {
  purpose: CodePurpose;
  /** Where the mail goes. */
  email: string;
  newEmail?: string;
  /** Whom it is about; absent for a sign-in link of an address without a user. */
  localId?: string;
  /** The only page that the link may lead on to. */
  continueUrl?: string;
}

const HOUR_MS = 60 * 60 * 1000;

/** As long as production's. */
const LIFE_MS: Record<CodePurpose, number> = {
  PASSWORD_RESET: HOUR_MS,
  EMAIL_SIGNIN: 6 * HOUR_MS,
  VERIFY_EMAIL: 72 * HOUR_MS,
  VERIFY_AND_CHANGE_EMAIL: 72 * HOUR_MS,
  RECOVER_EMAIL: 28 * 24 * HOUR_MS,
};
/** How long a code that ran out is told from one that never was. */
const REMEMBERED_MS = 24 * HOUR_MS;

/** Writing methods are for jobs of `Storage.write` only. */
export class Codes {
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeLike: StatementSync;
  readonly #sweep: StatementSync;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string): StatementSync => database.prepare(sql);
    this.#find = prepare("SELECT expires_at, record FROM auth_codes WHERE code_hash = ?");
    this.#add = prepare("INSERT INTO auth_codes VALUES (?, ?, ?, ?)");
    this.#remove = prepare("DELETE FROM auth_codes WHERE code_hash = ?");
    this.#removeLike = prepare(
      "DELETE FROM auth_codes WHERE email = ? AND record ->> 'purpose' = ?",
    );
    this.#sweep = prepare("DELETE FROM auth_codes WHERE expires_at < ?");
  }

  add(record: CodeRecord, nowMs: number): string {
    const code = randomBytes(40).toString("base64url");
    const expiresAt = nowMs + LIFE_MS[record.purpose];
    this.sweep(nowMs);
    this.#add.run(hash(code), record.email, expiresAt, JSON.stringify(record));
    return code;
  }

  /** Refuses one that is unknown, used, run out or for something else. */
  find(code: string, nowMs: number, purposes?: readonly CodePurpose[]): CodeRecord {
    const row = this.#find.get(hash(code));
    ensure(row, "INVALID_OOB_CODE");
    const record: CodeRecord = JSON.parse(String(row.record));
    ensure(!purposes || purposes.includes(record.purpose), "INVALID_OOB_CODE");
    ensure(Number(row.expires_at) > nowMs, "EXPIRED_OOB_CODE");
    return record;
  }

  remove(code: string): void {
    this.#remove.run(hash(code));
  }

  removeAll(email: string, purpose: CodePurpose): void {
    this.#removeLike.run(email, purpose);
  }

  sweep(nowMs: number): void {
    this.#sweep.run(nowMs - REMEMBERED_MS);
  }
}

function hash(code: string): Buffer {
  return createHash("sha256").update(code).digest();
}
