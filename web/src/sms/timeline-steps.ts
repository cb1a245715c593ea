import type { Message, MessageStatus } from "@handset/functions/schema/message.ts";

const WAY: readonly MessageStatus[] = ["queued", "dispatched", "sent", "delivered"];
const ENDS: ReadonlySet<MessageStatus> = new Set(["failed", "expired", "canceled", "received"]);

export interface Step {
  status: MessageStatus;
  /** Null: not reached, and still to come. */
  at: Date | null;
  /** Since the step before. */
  tookMs: number | null;
}

/** The steps that a message has taken, in order of time, and those still to come. */
export function timelineSteps(message: Pick<Message, "timeline" | "status">): Step[] {
  const taken = (Object.entries(message.timeline) as [MessageStatus, Date][])
    .map(([status, at]) => ({ status, at }))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || orderOf(a.status) - orderOf(b.status));
  const steps: Step[] = taken.map(({ status, at }, index) => {
    const before = taken[index - 1];
    return { status, at, tookMs: before ? at.getTime() - before.at.getTime() : null };
  });
  if (ENDS.has(message.status)) return steps;
  const reached = WAY.indexOf(message.status);
  return [
    ...steps,
    ...WAY.slice(reached + 1).map((status) => ({ status, at: null, tookMs: null })),
  ];
}

function orderOf(status: MessageStatus): number {
  return status === "scheduled" ? -1 : ENDS.has(status) ? WAY.length : WAY.indexOf(status);
}
