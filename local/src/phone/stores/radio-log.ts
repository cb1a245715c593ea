import type { RadioEvent } from "../radio.ts";
import type { PhoneDatabase } from "./database.ts";

/** One text as it left the antenna, to one recipient. */
export interface SentText {
  id: string;
  /** The number dialled. */
  to: string;
  text: string;
  /** Counted from 1. */
  sim: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface PendingRadioEvent {
  position: number;
  messageId: string;
  /** As the server wrote it. */
  phoneNumber: string;
  sentTo: string;
  simNumber: number;
  event: RadioEvent;
}

/** What the radio did and what it has yet to say: it outlives the app, as Android's own telephony does. */
export interface RadioLog {
  addSentText(text: SentText, phoneNumber: string): void;
  sentTexts(): SentText[];
  addEvent(event: Omit<PendingRadioEvent, "position">, dueAt: number): void;
  dueEvents(now: number, limit: number): PendingRadioEvent[];
  removeEvent(position: number): void;
  nextDueAt(): number | null;
}

export function createRadioLog({ all, get, run }: PhoneDatabase): RadioLog {
  return {
    addSentText: ({ id, to, text, sim, at }, phoneNumber) =>
      void run(
        `INSERT INTO sent_texts (message_id, phone_number, sent_to, text, sim_number, sent_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        id,
        phoneNumber,
        to,
        text,
        sim,
        at,
      ),
    sentTexts: () =>
      all<SentText>(
        `SELECT message_id AS id, sent_to AS "to", text, sim_number AS sim, sent_at AS at
         FROM sent_texts ORDER BY position`,
      ).map((row) => ({ ...row })),
    addEvent: ({ messageId, phoneNumber, sentTo, simNumber, event }, dueAt) =>
      void run(
        `INSERT INTO radio_events (message_id, phone_number, sent_to, sim_number, due_at, event)
         VALUES (?, ?, ?, ?, ?, ?)`,
        messageId,
        phoneNumber,
        sentTo,
        simNumber,
        dueAt,
        JSON.stringify(event),
      ),
    dueEvents: (now, limit) =>
      all<Omit<PendingRadioEvent, "event"> & { event: string }>(
        `SELECT position, message_id AS messageId, phone_number AS phoneNumber, sent_to AS sentTo,
           sim_number AS simNumber, event FROM radio_events WHERE due_at <= ? ORDER BY due_at, position LIMIT ?`,
        now,
        limit,
      ).map((row) => ({ ...row, event: JSON.parse(row.event) as RadioEvent })),
    removeEvent: (position) => void run("DELETE FROM radio_events WHERE position = ?", position),
    nextDueAt: () =>
      get<{ at: number | null }>("SELECT MIN(due_at) AS at FROM radio_events")?.at ?? null,
  };
}
