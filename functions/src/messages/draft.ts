import { GatewayError, invalidField } from "../errors.ts";
import { toPhoneNumber } from "../phone-numbers.ts";
import type { Actor } from "../schema/actor.ts";
import type { Micros } from "../schema/money.ts";
import { countSegments, type SegmentCount } from "../schema/segments.ts";

/** Seven segments in UCS-2 and ten in GSM-7, about what phones still send. */
export const BODY_CHARACTERS_MAX = 1600;
export const RECIPIENTS_MAX = 100;
const SCHEDULE_DAYS_MAX = 30;

export interface AcceptMessagesInput {
  /** As the caller wrote them. */
  to: string[];
  /** Whether the caller gave a list: refusals then name `to[3]` rather than `to`. */
  isList: boolean;
  body: string;
  deviceId: string | null;
  simSlot: number | null;
  from: string | null;
  sendAt: Date | null;
  expiresAt: Date | null;
  priority: number;
  metadata: Record<string, string>;
  idempotency: { keyHash: string; requestHash: string } | null;
}

/** A request that is valid in itself; only the account's state can still refuse it. */
export interface Draft extends Omit<AcceptMessagesInput, "sendAt"> {
  messageIds: string[];
  count: SegmentCount;
  /** Null: at once. */
  sendAt: Date | null;
  actor: Actor;
  /** What the caller's key may spend in a day; null: all there is. */
  spendPerDayMax: Micros | null;
  acceptedAt: Date;
}

interface Caller {
  actor: Actor;
  spendPerDayMax?: Micros | null;
  now: Date;
  newMessageId: () => string;
}

/** Checks what can be checked without the account. */
export function draftMessages(
  input: AcceptMessagesInput,
  { actor, spendPerDayMax = null, now, newMessageId }: Caller,
): Draft {
  if (input.to.length === 0) throw invalidField("to", "Give at least one phone number.");
  if (input.to.length > RECIPIENTS_MAX) {
    throw invalidField("to", `Give at most ${RECIPIENTS_MAX} phone numbers a call.`);
  }
  if (input.body.trim() === "") throw invalidField("message", "Write a text: it is empty.");
  if (input.body.length > BODY_CHARACTERS_MAX) {
    throw invalidField(
      "message",
      `Shorten it to ${BODY_CHARACTERS_MAX} characters: it has ${input.body.length}.`,
    );
  }
  const sendAt = input.sendAt !== null && input.sendAt > now ? input.sendAt : null;
  const startsAt = sendAt ?? now;
  if (startsAt.getTime() - now.getTime() > SCHEDULE_DAYS_MAX * 86_400_000) {
    throw invalidField("send_at", `Choose a time within ${SCHEDULE_DAYS_MAX} days.`);
  }
  if (input.expiresAt !== null && input.expiresAt <= startsAt) {
    throw invalidField("expires_at", "Choose a time after the message is to be sent.");
  }
  return {
    ...input,
    sendAt,
    messageIds: input.to.map(newMessageId),
    count: countSegments(input.body),
    actor,
    spendPerDayMax,
    acceptedAt: now,
  };
}

/** The recipients in E.164. Duplicates are refused: nobody means to text a person twice. */
export function recipientsOf(draft: Draft, defaultCountry: string | null): string[] {
  const seen = new Set<string>();
  return draft.to.map((text, index) => {
    const field = draft.isList ? `to[${index}]` : "to";
    const number = toPhoneNumber(text, defaultCountry);
    if (number === null) {
      throw invalidField(
        field,
        "This is no phone number. Write it with + and the country code, such as +14155550123.",
      );
    }
    if (seen.has(number)) throw invalidField(field, "This number is in the list already.");
    seen.add(number);
    return number;
  });
}

export function senderOf(draft: Draft, defaultCountry: string | null): string | null {
  if (draft.from === null) return null;
  const number = toPhoneNumber(draft.from, defaultCountry);
  if (number === null) {
    throw invalidField("from", "This is no phone number. Give the number of one of your SIMs.");
  }
  return number;
}

export function isWrittenNationally(draft: Draft): boolean {
  return [...draft.to, draft.from ?? "+"].some((text) => !/^\s*(?:\+|00)/.test(text));
}

export function asRefusal(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  throw error;
}
