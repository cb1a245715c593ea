import { SPECIAL_NUMBERS } from "./special-numbers.ts";

/** A text as it is handed to the radio. */
export interface OutgoingText {
  /** The number dialled: digits, `+`, `*` and `#` only. */
  to: string;
  text: string;
  /** Counted from 1. */
  sim: number;
  /** How many radio messages it takes. */
  partsCount: number;
}

/** What Android says of a text some time after it was handed over. */
export type RadioEvent =
  | { kind: "sent" }
  | { kind: "delivered" }
  | { kind: "failed"; error: string }
  | { kind: "answer"; text: string };

export type DelayedRadioEvent = RadioEvent & { afterMs: number };

export interface Radio {
  /** What will be heard of this text, and when. */
  transmit(text: OutgoingText): DelayedRadioEvent[];
  /** True for a number that the phone takes a message to and then never mentions again. */
  isMute(to: string): boolean;
}

export interface RadioOptions {
  /** Milliseconds from the hand-over to Sent. Default 30. */
  sentMs?: number;
  /** Milliseconds from Sent to Delivered. Default 60. */
  deliveredMs?: number;
  /** Milliseconds from Delivered to the answer. Default 100. */
  answerMs?: number;
}

export const GENERIC_FAILURE = "Send result: RESULT_ERROR_GENERIC_FAILURE (Generic failure cause)";

/** A radio whose behaviour depends on the number written to: see SPECIAL_NUMBERS. */
export function createRadio(options: RadioOptions = {}): Radio {
  const { sentMs = 30, deliveredMs = 60, answerMs = 100 } = options;
  return {
    isMute: (to) => to === SPECIAL_NUMBERS.silent,
    transmit: ({ to, text, partsCount }) => {
      const perPart = (event: DelayedRadioEvent) => Array.from({ length: partsCount }, () => event);
      if (to === SPECIAL_NUMBERS.radio_error) {
        return perPart({ kind: "failed", error: GENERIC_FAILURE, afterMs: sentMs });
      }
      const sent = perPart({ kind: "sent", afterMs: sentMs });
      if (to === SPECIAL_NUMBERS.no_report) return sent;
      const delivered = perPart({ kind: "delivered", afterMs: sentMs + deliveredMs });
      if (to !== SPECIAL_NUMBERS.answers) return [...sent, ...delivered];
      const afterMs = sentMs + deliveredMs + answerMs;
      return [...sent, ...delivered, { kind: "answer", text: `You said: ${text}`, afterMs }];
    },
  };
}
