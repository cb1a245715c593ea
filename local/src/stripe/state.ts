import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Storage } from "../storage.ts";
import {
  type ObjectOf,
  type ObjectType,
  type StripeEvent,
  type StripeObject,
  shown,
} from "./objects.ts";

const API_VERSION = "2026-10-28.endive";

export interface PendingEvent {
  id: string;
  body: string;
  attempts: number;
}

export interface ObjectFilter {
  paymentIntent?: string;
  customer?: string;
  limit: number;
}

/** What the stand-in remembers, in the tables `stripe_*`. Writes happen inside `change`, all of a change or nothing. */
export interface StripeState {
  change<T>(job: () => T): Promise<T>;
  get<T extends ObjectType>(type: T, id: string): ObjectOf<T> | null;
  /** Newest first. */
  list<T extends ObjectType>(type: T, filter: ObjectFilter): ObjectOf<T>[];
  put(object: StripeObject): void;
  /** Notes an event, to be sent. */
  emit(type: string, object: StripeObject): void;
  newId(prefix: string): string;
  /** Seconds since the epoch. */
  now(): number;
  /** The answer that a key was given before. */
  findAnswer(key: string): { request: string; status: number; body: string } | null;
  keepAnswer(key: string, answer: { request: string; status: number; body: string }): void;
  duePending(nowMs: number, limit: number): PendingEvent[];
  nextDueAt(): number | null;
  settle(eventId: string, next: { attempts: number; dueAt: number | null }): void;
  /** A secret of this data folder's own, made at the first need. */
  secret(name: string, prefix: string): Promise<string>;
}

export function createStripeState(storage: Storage, nowMs: () => number): StripeState {
  const { database } = storage;
  createTables(database);
  const statements = {
    get: database.prepare("SELECT record FROM stripe_objects WHERE id = ? AND type = ?"),
    list: database.prepare(
      `SELECT record FROM stripe_objects WHERE type = ?
         AND (? IS NULL OR record ->> '$.payment_intent' = ?) AND (? IS NULL OR record ->> '$.customer' = ?)
       ORDER BY position DESC LIMIT ?`,
    ),
    put: database.prepare(
      `INSERT INTO stripe_objects (id, type, record) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
    ),
    emit: database.prepare("INSERT INTO stripe_events (id, record, due_at) VALUES (?, ?, ?)"),
    due: database.prepare(
      "SELECT id, record, attempts FROM stripe_events WHERE due_at <= ? ORDER BY due_at LIMIT ?",
    ),
    nextDue: database.prepare("SELECT min(due_at) AS due_at FROM stripe_events"),
    settle: database.prepare("UPDATE stripe_events SET attempts = ?, due_at = ? WHERE id = ?"),
    findAnswer: database.prepare("SELECT request, status, body FROM stripe_keys WHERE key = ?"),
    keepAnswer: database.prepare(
      "INSERT OR REPLACE INTO stripe_keys (key, request, status, body) VALUES (?, ?, ?, ?)",
    ),
    getSetting: database.prepare("SELECT value FROM stripe_settings WHERE name = ?"),
    putSetting: database.prepare("INSERT OR IGNORE INTO stripe_settings VALUES (?, ?)"),
  };
  const parse = <T extends ObjectType>(row: unknown) =>
    JSON.parse((row as { record: string }).record) as ObjectOf<T>;
  const now = () => Math.floor(nowMs() / 1000);
  const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString("hex")}`;
  return {
    now,
    newId,
    change: (job) => storage.write(job),
    get: <T extends ObjectType>(type: T, id: string) => {
      const row = statements.get.get(id, type);
      return row === undefined ? null : parse<T>(row);
    },
    list<T extends ObjectType>(type: T, filter: ObjectFilter) {
      const { paymentIntent = null, customer = null, limit } = filter;
      return statements.list
        .all(type, paymentIntent, paymentIntent, customer, customer, limit)
        .map((row) => parse<T>(row));
    },
    put(object) {
      statements.put.run(object.id, object.object, JSON.stringify(object));
    },
    emit(type, object) {
      const event: StripeEvent = {
        ...{ id: newId("evt"), object: "event", api_version: API_VERSION, created: now() },
        ...{ livemode: false, pending_webhooks: 1, request: null },
        ...{ type, data: { object: shown(object) } },
      };
      statements.emit.run(event.id, JSON.stringify(event), nowMs());
    },
    findAnswer(key) {
      const row = statements.findAnswer.get(key);
      return row === undefined ? null : (row as { request: string; status: number; body: string });
    },
    keepAnswer(key, { request, status, body }) {
      statements.keepAnswer.run(key, request, status, body);
    },
    duePending: (at, limit) =>
      statements.due.all(at, limit).map((row) => {
        const { id, record, attempts } = row as { id: string; record: string; attempts: number };
        return { id, body: record, attempts };
      }),
    nextDueAt: () => (statements.nextDue.get() as { due_at: number | null }).due_at,
    settle(eventId, { attempts, dueAt }) {
      statements.settle.run(attempts, dueAt, eventId);
    },
    async secret(name, prefix) {
      const made = `${prefix}${randomBytes(24).toString("hex")}`;
      await storage.write(() => statements.putSetting.run(name, made));
      return (statements.getSetting.get(name) as { value: string }).value;
    },
  };
}

function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS stripe_objects (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS stripe_objects_by_payment
      ON stripe_objects (type, record ->> '$.payment_intent');
    CREATE TABLE IF NOT EXISTS stripe_events (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      record TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      due_at INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS stripe_events_by_due ON stripe_events (due_at);
    CREATE TABLE IF NOT EXISTS stripe_keys (
      key TEXT PRIMARY KEY,
      request TEXT NOT NULL,
      status INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS stripe_settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
