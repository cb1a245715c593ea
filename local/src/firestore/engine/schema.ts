import type { DatabaseSync } from "node:sqlite";

/** Documents are rows that a person can read; everything else can be rebuilt from them, the outbox apart. */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS documents (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      fields TEXT NOT NULL,
      create_time TEXT NOT NULL,
      update_time TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS collections (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      collection_id TEXT NOT NULL,
      parent TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS collections_by_parent ON collections (parent, collection_id);
    CREATE INDEX IF NOT EXISTS collections_by_id ON collections (collection_id);
    CREATE TABLE IF NOT EXISTS index_entries (
      key BLOB PRIMARY KEY,
      document INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS index_journal (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      mutations BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS composite_indexes (
      id INTEGER PRIMARY KEY,
      definition TEXT NOT NULL UNIQUE
    );
    CREATE TABLE IF NOT EXISTS index_fingerprints (
      collection_group TEXT PRIMARY KEY,
      fingerprint TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      body TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS engine_state (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      version INTEGER NOT NULL,
      commit_micros INTEGER NOT NULL
    );
    INSERT OR IGNORE INTO engine_state VALUES (1, 0, 0);
  `);
}
