import { randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Storage } from "../storage.ts";

/** Writing methods are for jobs of `Storage.write` only. */
export class Settings {
  readonly #get: StatementSync;
  readonly #set: StatementSync;

  constructor(database: DatabaseSync) {
    this.#get = database.prepare("SELECT value FROM auth_settings WHERE name = ?");
    this.#set = database.prepare("INSERT OR REPLACE INTO auth_settings VALUES (?, ?)");
  }

  /** Production's e-mail enumeration protection; on for every new project. */
  get hidesEmails(): boolean {
    return this.#read("hides_emails") !== "false";
  }

  setHidesEmails(hides: boolean): void {
    this.#set.run("hides_emails", String(hides));
  }

  /** What tokens are proved with: made at the first start, then the same for as long as the data lives. */
  readOrCreateSecret(): Buffer {
    const known = this.#read("token_secret");
    if (known !== undefined) return Buffer.from(known, "base64");
    const secret = randomBytes(32);
    this.#set.run("token_secret", secret.toString("base64"));
    return secret;
  }

  #read(name: string): string | undefined {
    const row = this.#get.get(name);
    return row ? String(row.value) : undefined;
  }
}

/** Writes the settings at start; `createAuth` is not asynchronous, so this one commit is its own. */
export function openSettings({ database }: Storage): { settings: Settings; secret: Buffer } {
  const settings = new Settings(database);
  return { settings, secret: settings.readOrCreateSecret() };
}
