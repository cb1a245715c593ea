import type { Clock } from "./clock.ts";
import type { MessageUpdates } from "./message-updates.ts";
import type { PhoneDatabase } from "./stores/database.ts";
import type { PendingRadioEvent, RadioLog } from "./stores/radio-log.ts";

const BATCH_SIZE = 200;

/** Brings what the radio has to say to the messages, each when it is due. */
export interface RadioReports {
  kick(): void;
  stop(): void;
}

export interface RadioReportsParts {
  clock: Clock;
  database: PhoneDatabase;
  radioLog: RadioLog;
  updates: MessageUpdates;
  onAnswer(answer: { from: string; text: string; sim: number }): void;
}

export function createRadioReports(parts: RadioReportsParts): RadioReports {
  const { clock, database, radioLog, updates } = parts;
  let timer: unknown = null;
  let wakesAt = Number.POSITIVE_INFINITY;
  let isStopped = false;

  function hear({ messageId, phoneNumber, sentTo, simNumber, event, position }: PendingRadioEvent) {
    radioLog.removeEvent(position);
    switch (event.kind) {
      case "sent":
        updates.update(messageId, phoneNumber, "Sent", null);
        break;
      case "delivered":
        updates.update(messageId, phoneNumber, "Delivered", null);
        break;
      case "failed":
        updates.update(messageId, phoneNumber, "Failed", event.error);
        break;
      case "answer":
        parts.onAnswer({ from: sentTo, text: event.text, sim: simNumber });
    }
  }

  function wake(): void {
    clear();
    if (isStopped) return;
    database.transaction(() => {
      for (const event of radioLog.dueEvents(clock.now(), BATCH_SIZE)) hear(event);
    });
    kick();
  }

  function clear(): void {
    if (timer !== null) clock.clearTimeout(timer);
    timer = null;
    wakesAt = Number.POSITIVE_INFINITY;
  }

  function kick(): void {
    const dueAt = radioLog.nextDueAt();
    if (isStopped || dueAt === null || dueAt >= wakesAt) return;
    clear();
    wakesAt = dueAt;
    timer = clock.setTimeout(wake, Math.max(0, dueAt - clock.now()));
  }

  return {
    kick,
    stop: () => {
      isStopped = true;
      clear();
    },
  };
}
