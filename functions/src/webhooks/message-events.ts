import type { MessageEventType } from "../schema/event.ts";
import type { MessageStatus } from "../schema/message.ts";

/** Statuses that are events of their own, in the order in which they are reached. */
const EVENTS: [MessageStatus, MessageEventType][] = [
  ["received", "message.received"],
  ["queued", "message.queued"],
  ["sent", "message.sent"],
  ["delivered", "message.delivered"],
  ["failed", "message.failed"],
  ["expired", "message.expired"],
  ["canceled", "message.canceled"],
];

export interface MessageStep {
  status: MessageStatus;
  type: MessageEventType;
}

type Timed = Partial<Record<MessageStatus, unknown>>;

/**
 * The statuses that one change reached: those that the timeline has after it and had not before. A change that skips some is one change
 * with several steps.
 */
export function messageSteps(before: Timed | undefined, after: Timed | undefined): MessageStep[] {
  if (after === undefined) return [];
  return EVENTS.filter(([status]) => after[status] && !before?.[status]).map(([status, type]) => ({
    status,
    type,
  }));
}
