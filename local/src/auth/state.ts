import { type Log, standardErrorLog } from "../log.ts";
import type { Storage } from "../storage.ts";
import { Codes } from "./codes.ts";
import { Outbox, type SendMail } from "./outbox.ts";
import { createPasswords, type Passwords } from "./passwords.ts";
import { createTables } from "./schema.ts";
import { Sessions } from "./sessions.ts";
import { openSettings, type Settings } from "./settings.ts";
import { Throttle } from "./throttle.ts";
import { Users } from "./users.ts";

export interface StateOptions {
  storage: Storage;
  projectId: string;
  /** Milliseconds since 1970; the machine's clock if left out. */
  now?: () => number;
  /** The origin that people's browsers see; links in mails lead there. */
  publicUrl?: string;
  /** Hosts that a mail's link may lead on to, besides loopback and the public one. */
  authorizedDomains?: readonly string[];
  /** Hands a mail's link to its reader; there is no other way out, as one machine has no mail server. */
  sendMail?: SendMail;
  /** For what goes wrong inside; standard error if left out. */
  log?: Log;
  /** scrypt's N, a power of two; 32,768 if left out. */
  passwordCost?: number;
}

/** All that the sign-in server knows. The operations decide, this remembers. */
export interface State {
  readonly projectId: string;
  readonly publicUrl: string | undefined;
  readonly authorizedDomains: readonly string[];
  readonly secret: Buffer;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly settings: Settings;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly outbox: Outbox;
  readonly log: Log;
  now(): number;
  /** A job that refuses must do so before it writes. */
  write<T>(job: () => T): Promise<T>;
}

export function openState(options: StateOptions): State {
  const { storage, projectId, publicUrl } = options;
  const now = options.now ?? Date.now;
  const log = options.log ?? standardErrorLog;
  createTables(storage.database);
  const { settings, secret } = openSettings(storage);
  const sessions = new Sessions(storage.database);
  const codes = new Codes(storage.database);
  sessions.sweep(now());
  codes.sweep(now());
  return {
    projectId,
    publicUrl,
    authorizedDomains: options.authorizedDomains ?? [],
    secret,
    users: new Users(storage.database),
    sessions,
    codes,
    settings,
    passwords: createPasswords(options.passwordCost),
    throttle: new Throttle(now),
    outbox: new Outbox(log, options.sendMail),
    log,
    now,
    write: (job) => storage.write(job),
  };
}
