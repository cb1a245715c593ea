import type { DatabaseSync } from "node:sqlite";

/** A user's record is JSON; what is looked up or must be unique has a column or a table of its own. */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS auth_users (
      local_id TEXT PRIMARY KEY,
      email TEXT UNIQUE,
      phone_number TEXT UNIQUE,
      record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS auth_identities (
      provider_id TEXT NOT NULL,
      raw_id TEXT NOT NULL,
      local_id TEXT NOT NULL,
      PRIMARY KEY (provider_id, raw_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS auth_identities_by_user ON auth_identities (local_id);
    CREATE TABLE IF NOT EXISTS auth_sessions (
      token_hash BLOB PRIMARY KEY,
      local_id TEXT NOT NULL,
      used_at INTEGER NOT NULL,
      record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS auth_sessions_by_user ON auth_sessions (local_id, used_at);
    CREATE TABLE IF NOT EXISTS auth_codes (
      code_hash BLOB PRIMARY KEY,
      email TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS auth_codes_by_email ON auth_codes (email);
    CREATE INDEX IF NOT EXISTS auth_codes_by_expiry ON auth_codes (expires_at);
    CREATE TABLE IF NOT EXISTS auth_settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
