import type { PhoneDatabase } from "./database.ts";

export interface InboxText {
  /** The app's hash of sender, date, SIM and text, in hexadecimal. */
  id: string;
  sender: string;
  text: string;
  slotIndex: number;
  receivedAt: number;
}

/** Android's own list of texts that came in. */
export interface Inbox {
  has(id: string): boolean;
  add(text: InboxText): void;
  isProcessed(id: string): boolean;
  markProcessed(id: string): void;
  between(since: number, until: number): InboxText[];
}

export function createInbox({ all, get, run }: PhoneDatabase): Inbox {
  const stateOf = (id: string) =>
    get<{ is_processed: number }>("SELECT is_processed FROM inbox WHERE id = ?", id)?.is_processed;
  return {
    has: (id) => stateOf(id) !== undefined,
    add: ({ id, sender, text, slotIndex, receivedAt }) =>
      void run(
        "INSERT OR IGNORE INTO inbox VALUES (?, ?, ?, ?, ?, 0)",
        id,
        sender,
        text,
        slotIndex,
        receivedAt,
      ),
    isProcessed: (id) => stateOf(id) === 1,
    markProcessed: (id) => void run("UPDATE inbox SET is_processed = 1 WHERE id = ?", id),
    between: (since, until) =>
      all<InboxText>(
        `SELECT id, sender, text, slot_index AS slotIndex, received_at AS receivedAt FROM inbox
         WHERE received_at >= ? AND received_at <= ? ORDER BY received_at`,
        since,
        until,
      ),
  };
}
