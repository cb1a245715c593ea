import type { MessageStatus } from "../schema/message.ts";

const RANK = { scheduled: 0, queued: 1, dispatched: 2, sent: 3, delivered: 4 } as const;

export type Ending = "failed" | "expired" | "canceled";
const ENDINGS: ReadonlySet<MessageStatus> = new Set(["failed", "expired", "canceled"]);

export function isEnding(status: MessageStatus): status is Ending {
  return ENDINGS.has(status);
}

/** Nothing more can happen to it. */
export function isFinal(status: MessageStatus): boolean {
  return status === "delivered" || status === "received" || isEnding(status);
}

/** Whether a message may go from one status to another. A status moves forward only, and an ending is the end. */
export function mayBecome(from: MessageStatus, to: MessageStatus): boolean {
  if (isFinal(from) || to === "received" || from === "received") return false;
  if (isEnding(to)) return true;
  return rank(to) > rank(from);
}

function rank(status: MessageStatus): number {
  return status in RANK ? RANK[status as keyof typeof RANK] : -1;
}
