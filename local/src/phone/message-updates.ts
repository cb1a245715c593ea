import type { Clock } from "./clock.ts";
import type { MessageState } from "./message-state.ts";
import type { PhoneDatabase } from "./stores/database.ts";
import type { MessageStore } from "./stores/messages.ts";
import type { ReportJobStore } from "./stores/report-jobs.ts";
import type { WebhookEvents } from "./webhook-events.ts";

export interface MessageUpdates {
  /** Of one recipient, or of all when `phoneNumber` is null; with it the report and the webhooks that follow. */
  update(id: string, phoneNumber: string | null, state: MessageState, error: string | null): void;
  cancel(id: string): "cancelled" | "unknown" | "too_late";
  /** Schedules a report of the message as it stands. */
  report(id: string): void;
}

export interface MessageUpdatesParts {
  clock: Clock;
  database: PhoneDatabase;
  messages: MessageStore;
  jobs: ReportJobStore;
  events: WebhookEvents;
  onReportDue(): void;
}

export function createMessageUpdates(parts: MessageUpdatesParts): MessageUpdates {
  const { clock, database, messages, jobs, events } = parts;

  function announce(
    id: string,
    phoneNumber: string | null,
    change: { state: MessageState; error: string | null },
  ): void {
    const message = messages.get(id);
    if (message === null || message.isMute) return;
    jobs.add(id, clock.now());
    parts.onReportDue();
    const numbers =
      phoneNumber === null
        ? messages.recipients(id).map((recipient) => recipient.phoneNumber)
        : [phoneNumber];
    for (const number of numbers) events.messageChanged(message, number, change);
  }

  return {
    update: (id, phoneNumber, state, error) =>
      database.transaction(() => {
        messages.updateRecipients(id, phoneNumber, { state, error });
        messages.settleState(id, clock.now());
        announce(id, phoneNumber, { state, error });
      }),
    cancel: (id) =>
      database.transaction(() => {
        const message = messages.get(id);
        if (message === null) return "unknown";
        if (message.state === "Cancelled") return "cancelled";
        if (!messages.cancelPending(id, clock.now())) return "too_late";
        announce(id, null, { state: "Cancelled", error: null });
        return "cancelled";
      }),
    report: (id) => {
      if (messages.get(id)?.isMute !== false) return;
      jobs.add(id, clock.now());
      parts.onReportDue();
    },
  };
}
