import { type MessageState, stateOfRecipients } from "../message-state.ts";
import type { PhoneDatabase } from "./database.ts";

export interface StoredMessage {
  /** The local row number; round-robin SIM choice counts by it. */
  row: number;
  id: string;
  content: string;
  /** Set for a data message, whose content is base64. */
  port: number | null;
  isEncrypted: boolean;
  withDeliveryReport: boolean;
  simNumber: number | null;
  validUntil: number | null;
  scheduleAt: number | null;
  priority: number;
  createdAt: number;
  state: MessageState;
  partsCount: number | null;
  /** Never heard of again: no report, no webhook. */
  isMute: boolean;
}

export interface StoredRecipient {
  phoneNumber: string;
  state: MessageState;
  error: string | null;
}

export type NewMessage = Omit<StoredMessage, "row" | "state" | "partsCount"> & {
  phoneNumbers: string[];
};

export interface MessageStore {
  /** Throws, and keeps nothing, when the id or one of the numbers is there already. */
  insert(message: NewMessage, now: number): void;
  get(id: string): StoredMessage | null;
  recipients(id: string): StoredRecipient[];
  /** When each state of the message was first reached. */
  states(id: string): { state: MessageState; updatedAt: number }[];
  nextPending(order: "LIFO" | "FIFO", now: number): StoredMessage | null;
  /** The earliest schedule in the future among what is pending. */
  nextScheduledAt(now: number): number | null;
  /** Of every recipient when `phoneNumber` is null. What has failed stays failed. */
  updateRecipients(id: string, phoneNumber: string | null, update: StateUpdate): void;
  /** Brings the message's own state in line with its recipients'. */
  settleState(id: string, now: number): MessageState;
  cancelPending(id: string, now: number): boolean;
  setSimNumber(id: string, simNumber: number): void;
  setPartsCount(id: string, partsCount: number): void;
  processedSince(since: number): { count: number; lastAt: number };
  failedCountSince(since: number): number;
  pendingCount(): number;
  /** Forgets what was created before and is not waiting, and with it that it was ever sent. */
  truncate(before: number): void;
}

export interface StateUpdate {
  state: MessageState;
  error: string | null;
}

interface MessageRow {
  row: number;
  id: string;
  content: string;
  port: number | null;
  is_encrypted: number;
  with_delivery_report: number;
  sim_number: number | null;
  valid_until: number | null;
  schedule_at: number | null;
  priority: number;
  created_at: number;
  state: MessageState;
  parts_count: number | null;
  is_mute: number;
}

export function createMessageStore(database: PhoneDatabase): MessageStore {
  const { all, get, run, transaction } = database;
  const one = (row: MessageRow | undefined) => (row === undefined ? null : fromRow(row));

  function noteState(id: string, state: MessageState, now: number): void {
    run(
      "INSERT OR IGNORE INTO message_states (message_id, state, updated_at) VALUES (?, ?, ?)",
      id,
      state,
      now,
    );
  }

  const store: MessageStore = {
    insert: (message, now) =>
      transaction(() => {
        run(
          `INSERT INTO messages (id, content, port, is_encrypted, with_delivery_report, sim_number, valid_until,
             schedule_at, priority, created_at, state, is_mute) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'Pending', ?)`,
          message.id,
          message.content,
          message.port,
          Number(message.isEncrypted),
          Number(message.withDeliveryReport),
          message.simNumber,
          message.validUntil,
          message.scheduleAt,
          message.priority,
          message.createdAt,
          Number(message.isMute),
        );
        noteState(message.id, "Pending", now);
        for (const phoneNumber of message.phoneNumbers) {
          run(
            "INSERT INTO recipients (message_id, phone_number, state) VALUES (?, ?, 'Pending')",
            message.id,
            phoneNumber,
          );
        }
      }),

    get: (id) => one(get<MessageRow>("SELECT * FROM messages WHERE id = ?", id)),

    recipients: (id) =>
      all<StoredRecipient>(
        "SELECT phone_number AS phoneNumber, state, error FROM recipients WHERE message_id = ? ORDER BY position",
        id,
      ),

    states: (id) =>
      all<{ state: MessageState; updatedAt: number }>(
        "SELECT state, updated_at AS updatedAt FROM message_states WHERE message_id = ? ORDER BY position",
        id,
      ),

    nextPending: (order, now) =>
      one(
        get<MessageRow>(
          `SELECT * FROM messages WHERE state = 'Pending' AND (schedule_at IS NULL OR schedule_at <= ?)
           ORDER BY priority DESC, created_at ${order === "FIFO" ? "ASC" : "DESC"} LIMIT 1`,
          now,
        ),
      ),

    nextScheduledAt: (now) =>
      get<{ at: number | null }>(
        "SELECT MIN(schedule_at) AS at FROM messages WHERE state = 'Pending' AND schedule_at > ?",
        now,
      )?.at ?? null,

    updateRecipients: (id, phoneNumber, { state, error }) => {
      run(
        `UPDATE recipients SET state = ?, error = ?
         WHERE message_id = ? AND (? IS NULL OR phone_number = ?) AND state <> 'Failed'`,
        state,
        error,
        id,
        phoneNumber,
        phoneNumber,
      );
    },

    settleState: (id, now) => {
      const state = stateOfRecipients(store.recipients(id).map((recipient) => recipient.state));
      const current = get<{ state: MessageState }>("SELECT state FROM messages WHERE id = ?", id);
      if (current === undefined || current.state === state) return state;
      if (state === "Processed") {
        run("UPDATE messages SET state = 'Processed', processed_at = ? WHERE id = ?", now, id);
      } else {
        run("UPDATE messages SET state = ? WHERE id = ? AND state <> 'Failed'", state, id);
      }
      noteState(id, state, now);
      return state;
    },

    cancelPending: (id, now) =>
      transaction(() => {
        const changed = run(
          "UPDATE messages SET state = 'Cancelled' WHERE id = ? AND state = 'Pending'",
          id,
        );
        if (changed === 0) return false;
        noteState(id, "Cancelled", now);
        store.updateRecipients(id, null, { state: "Cancelled", error: null });
        return true;
      }),

    setSimNumber: (id, simNumber) =>
      void run("UPDATE messages SET sim_number = ? WHERE id = ?", simNumber, id),

    setPartsCount: (id, partsCount) =>
      void run("UPDATE messages SET parts_count = ? WHERE id = ?", partsCount, id),

    processedSince: (since) => {
      const row = get<{ count: number; lastAt: number | null }>(
        `SELECT COUNT(*) AS count, MAX(processed_at) AS lastAt FROM messages
         WHERE state NOT IN ('Pending', 'Cancelling', 'Cancelled', 'Failed') AND processed_at >= ?`,
        since,
      );
      return { count: row?.count ?? 0, lastAt: row?.lastAt ?? 0 };
    },

    failedCountSince: (since) =>
      get<{ count: number }>(
        "SELECT COUNT(*) AS count FROM messages WHERE state = 'Failed' AND processed_at >= ?",
        since,
      )?.count ?? 0,

    pendingCount: () =>
      get<{ count: number }>("SELECT COUNT(*) AS count FROM messages WHERE state = 'Pending'")
        ?.count ?? 0,

    truncate: (before) =>
      transaction(() => {
        run(
          "DELETE FROM messages WHERE created_at < ? AND state NOT IN ('Pending', 'Cancelling')",
          before,
        );
        run("DELETE FROM recipients WHERE message_id NOT IN (SELECT id FROM messages)");
        run("DELETE FROM message_states WHERE message_id NOT IN (SELECT id FROM messages)");
      }),
  };
  return store;
}

function fromRow(row: MessageRow): StoredMessage {
  return {
    row: row.row,
    id: row.id,
    content: row.content,
    port: row.port,
    isEncrypted: row.is_encrypted === 1,
    withDeliveryReport: row.with_delivery_report === 1,
    simNumber: row.sim_number,
    validUntil: row.valid_until,
    scheduleAt: row.schedule_at,
    priority: row.priority,
    createdAt: row.created_at,
    state: row.state,
    partsCount: row.parts_count,
    isMute: row.is_mute === 1,
  };
}
