import type { Message, Timeline } from "../schema/message.ts";
import { endMessage, type MessageChange } from "./end-message.ts";
import { toFailure } from "./failure-code.ts";
import { mayBecome } from "./status.ts";

export type PhoneState =
  | "Pending"
  | "Processed"
  | "Sent"
  | "Delivered"
  | "Failed"
  | "Cancelling"
  | "Cancelled";

/** What a phone says of a message: everything it knows so far, each time. */
export interface PhoneReport {
  state: PhoneState;
  error: string | null;
  /** When each state was reached, by the phone's clock. */
  states: Partial<Record<PhoneState, Date>>;
  /** The SIM that was used; null: not told. */
  simSlot: number | null;
}

/** What a report does to a message, or null when it says nothing new. */
export function decideReport(
  message: Message,
  report: PhoneReport,
  now: Date,
): MessageChange | null {
  if (message.direction === "inbound" || message.status === "scheduled") return null;
  const change = decideStep(message, report, now);
  if (report.simSlot === null || message.simSlot !== null) return change;
  return {
    refund: change?.refund ?? 0,
    changes: { updatedAt: now, ...change?.changes, simSlot: report.simSlot },
  };
}

function decideStep(message: Message, report: PhoneReport, now: Date): MessageChange | null {
  switch (report.state) {
    case "Pending":
    case "Processed":
      return acknowledge(message, report, now);
    case "Sent":
    case "Delivered":
      return advance(message, report, now);
    case "Failed":
      return fail(message, report, now);
    case "Cancelled":
      return endMessage(
        message,
        {
          status: "canceled",
          at: clamp(report.states.Cancelled, message.timeline, now),
          failure: {
            code: "canceled",
            detail: message.isCanceling
              ? "The phone confirmed the cancellation."
              : "Canceled on the phone.",
          },
        },
        now,
      );
    case "Cancelling":
      return null;
  }
}

/** The phone holds the message, so that it need not be listed again, unless its cancellation must be. */
function acknowledge(message: Message, report: PhoneReport, now: Date): MessageChange | null {
  const isTooLateToCancel = report.state === "Processed";
  const isNews = mayBecome(message.status, "dispatched");
  if (!isNews && message.status !== "dispatched") return null;
  const queuedFor = message.isCanceling && !isTooLateToCancel ? message.queuedFor : null;
  const isCanceling = message.isCanceling && !isTooLateToCancel;
  if (!isNews && queuedFor === message.queuedFor && isCanceling === message.isCanceling) {
    return null;
  }
  const timeline = isNews
    ? { ...message.timeline, dispatched: clamp(report.states.Pending, message.timeline, now) }
    : message.timeline;
  return {
    changes: { status: "dispatched", timeline, queuedFor, isCanceling, updatedAt: now },
    refund: 0,
  };
}

function advance(message: Message, report: PhoneReport, now: Date): MessageChange | null {
  const status = report.state === "Sent" ? "sent" : "delivered";
  if (!mayBecome(message.status, status)) return null;
  let timeline = message.timeline;
  if (status === "delivered" && timeline.sent === undefined && report.states.Sent) {
    timeline = { ...timeline, sent: clamp(report.states.Sent, timeline, now) };
  }
  timeline = { ...timeline, [status]: clamp(report.states[report.state], timeline, now) };
  return {
    changes: { status, timeline, queuedFor: null, isCanceling: false, updatedAt: now },
    refund: 0,
  };
}

function fail(message: Message, report: PhoneReport, now: Date): MessageChange | null {
  const failure = toFailure(report.error);
  const status = failure.code === "expired" ? "expired" : "failed";
  return endMessage(
    message,
    { status, at: clamp(report.states.Failed, message.timeline, now), failure },
    now,
  );
}

/** A phone's clock may be wrong: no step comes before the step it follows, or after now. */
function clamp(at: Date | undefined, timeline: Timeline, now: Date): Date {
  const previous = Math.max(0, ...Object.values(timeline).map((time) => time.getTime()));
  const latest = now.getTime();
  return new Date(Math.min(latest, Math.max(previous, at?.getTime() ?? latest)));
}
