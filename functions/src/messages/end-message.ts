import type { Failure, Message } from "../schema/message.ts";
import { type Ending, mayBecome } from "./status.ts";

/** What one step does to a message's document, and what it gives back to the account. */
export interface MessageChange {
  changes: Partial<Message>;
  /** Millionths added to the balance; 0: nothing is booked. */
  refund: number;
}

export interface Ended {
  status: Ending;
  /** When it ended. */
  at: Date;
  failure: Failure;
}

/**
 * Ends a message that was not sent, or null when it may not end so any more. The price goes back in full and once: `refundedAt` says
 * that it did. Write the change with `applyChange`, in the transaction that read the message.
 */
export function endMessage(message: Message, ended: Ended, now: Date): MessageChange | null {
  if (!mayBecome(message.status, ended.status)) return null;
  const refund = message.refundedAt === null ? message.price : 0;
  return {
    changes: {
      status: ended.status,
      timeline: { ...message.timeline, [ended.status]: ended.at },
      failure: ended.failure,
      queuedFor: null,
      isCanceling: false,
      updatedAt: now,
      ...(refund > 0 && { refundedAt: now }),
    },
    refund,
  };
}
