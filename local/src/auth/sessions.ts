import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Claims } from "./id-token.ts";

/** One sign-in. Its refresh token is kept as a hash only. */
export interface Session {
  localId: string;
  signInProvider: string;
  /** When the person proved who they are, in seconds. */
  authTime: number;
  /** The user's count of revocations at that time; a session of an earlier one is over. */
  tokenEpoch: number;
  /** The claims of a custom token. */
  claims?: Claims;
}

/** Sessions kept for one user; the ones longest unused give way. */
const SESSIONS_MAX = 200;
const ORPHANS_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Writing methods are for jobs of `Storage.write` only. */
export class Sessions {
  readonly #find: StatementSync;
  readonly #open: StatementSync;
  readonly #touch: StatementSync;
  readonly #trim: StatementSync;
  readonly #sweep: StatementSync;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string): StatementSync => database.prepare(sql);
    this.#find = prepare("SELECT record FROM auth_sessions WHERE token_hash = ?");
    this.#open = prepare("INSERT INTO auth_sessions VALUES (?, ?, ?, ?)");
    this.#touch = prepare("UPDATE auth_sessions SET used_at = ? WHERE token_hash = ?");
    this.#trim = prepare(
      `DELETE FROM auth_sessions WHERE token_hash IN
         (SELECT token_hash FROM auth_sessions WHERE local_id = ?
            ORDER BY used_at DESC LIMIT -1 OFFSET ${SESSIONS_MAX})`,
    );
    this.#sweep = prepare(
      `DELETE FROM auth_sessions WHERE used_at < ?
         AND local_id NOT IN (SELECT local_id FROM auth_users)`,
    );
  }

  find(refreshToken: string): Session | undefined {
    const row = this.#find.get(hash(refreshToken));
    return row ? JSON.parse(String(row.record)) : undefined;
  }

  /** Answers the refresh token. */
  open(session: Session, nowMs: number): string {
    const refreshToken = randomBytes(48).toString("base64url");
    this.#open.run(hash(refreshToken), session.localId, nowMs, JSON.stringify(session));
    this.#trim.run(session.localId);
    return refreshToken;
  }

  touch(refreshToken: string, nowMs: number): void {
    this.#touch.run(nowMs, hash(refreshToken));
  }

  /** A deleted user's sessions stay a while, so that an open page is told that the user is gone. */
  sweep(nowMs: number): void {
    this.#sweep.run(nowMs - ORPHANS_KEPT_MS);
  }
}

function hash(refreshToken: string): Buffer {
  return createHash("sha256").update(refreshToken).digest();
}
