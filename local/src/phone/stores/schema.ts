/** Times are milliseconds since the epoch; booleans are 0 or 1. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS preferences (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS messages (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  content TEXT NOT NULL,
  port INTEGER,
  is_encrypted INTEGER NOT NULL,
  with_delivery_report INTEGER NOT NULL,
  sim_number INTEGER,
  valid_until INTEGER,
  schedule_at INTEGER,
  priority INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  processed_at INTEGER,
  parts_count INTEGER,
  is_mute INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_fifo ON messages (priority DESC, created_at) WHERE state = 'Pending';
CREATE INDEX IF NOT EXISTS messages_lifo ON messages (priority DESC, created_at DESC) WHERE state = 'Pending';
CREATE INDEX IF NOT EXISTS messages_processed ON messages (processed_at) WHERE processed_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS recipients (
  position INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL,
  phone_number TEXT NOT NULL,
  state TEXT NOT NULL,
  error TEXT,
  UNIQUE (message_id, phone_number)
);

CREATE TABLE IF NOT EXISTS message_states (
  position INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL,
  state TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (message_id, state)
);

CREATE TABLE IF NOT EXISTS report_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL,
  retry_count INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS report_jobs_due ON report_jobs (next_attempt_at, id);

CREATE TABLE IF NOT EXISTS webhooks (id TEXT PRIMARY KEY, url TEXT NOT NULL, event TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS webhook_queue (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  event TEXT NOT NULL,
  payload TEXT NOT NULL,
  copies INTEGER NOT NULL,
  status TEXT NOT NULL,
  retry_count INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS webhook_queue_due ON webhook_queue (next_attempt_at) WHERE status IN ('pending', 'failed');

CREATE TABLE IF NOT EXISTS sent_texts (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL,
  phone_number TEXT NOT NULL,
  sent_to TEXT NOT NULL,
  text TEXT NOT NULL,
  sim_number INTEGER NOT NULL,
  sent_at INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS radio_events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL,
  phone_number TEXT NOT NULL,
  sent_to TEXT NOT NULL,
  sim_number INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  event TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS radio_events_due ON radio_events (due_at, position);

CREATE TABLE IF NOT EXISTS inbox (
  id TEXT PRIMARY KEY,
  sender TEXT NOT NULL,
  text TEXT NOT NULL,
  slot_index INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  is_processed INTEGER NOT NULL
) WITHOUT ROWID;
`;
