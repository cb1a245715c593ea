import type { OutboundAnswer } from "../context.ts";
import type { Attempt, Delivery } from "../schema/delivery.ts";
import type { EventType } from "../schema/event.ts";
import type { Disabled, Webhook } from "../schema/webhook.ts";
import { planRetry } from "./retry-schedule.ts";

/** The newest are kept. */
const ATTEMPTS_KEPT = 40;
/** When nothing got through for so long, the next failure switches the webhook off. */
const FAILING_HOURS = 60;
const HOUR_MS = 3_600_000;

export interface Circumstances {
  startedAt: Date;
  now: Date;
  /** From 0 to 1. */
  random: number;
}

export function isThrough({ statusCode }: Pick<OutboundAnswer, "statusCode">): boolean {
  return statusCode !== null && statusCode >= 200 && statusCode < 300;
}

/** What an attempt's answer makes of its delivery. */
export function decideAttempt(
  delivery: Delivery,
  answer: OutboundAnswer,
  circumstances: Circumstances,
): Partial<Delivery> {
  const attempts = [...delivery.attempts, toAttempt(answer, circumstances.startedAt)];
  const recorded = {
    attempts: attempts.slice(-ATTEMPTS_KEPT),
    tries: delivery.tries + 1,
    lease: null,
  };
  if (isThrough(answer)) {
    return { ...recorded, status: "delivered", failure: null, nextAttemptAt: null };
  }
  const isLast = isGone(answer) || delivery.eventType === "test.ping";
  const nextAttemptAt = isLast
    ? null
    : planRetry(recorded.tries, { ...circumstances, retryAfter: answer.retryAfter });
  const failure = isGone(answer) ? "unsubscribed" : "gave_up";
  return {
    ...recorded,
    nextAttemptAt,
    ...(nextAttemptAt === null && { status: "failed", failure }),
  };
}

/** What an attempt's answer makes of its webhook; null: nothing. A test that fails is held against nobody. */
export function decideHealth(
  eventType: EventType,
  { failingSince, disabled }: Pick<Webhook, "failingSince" | "disabled">,
  answer: OutboundAnswer,
  { startedAt, now }: Circumstances,
): Partial<Webhook> | null {
  if (isThrough(answer)) return failingSince === null ? null : { failingSince: null };
  if (eventType === "test.ping") return null;
  const since = failingSince ?? startedAt;
  const changes: Partial<Webhook> = {
    ...(failingSince === null && { failingSince: since }),
    ...(disabled === null && isGone(answer) && { disabled: unsubscribed(now) }),
    ...(disabled === null &&
      !isGone(answer) &&
      isHopeless(since, now) && { disabled: failing(since, now) }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
}

function isGone({ statusCode }: OutboundAnswer): boolean {
  return statusCode === 410;
}

function isHopeless(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() >= FAILING_HOURS * HOUR_MS;
}

function unsubscribed(at: Date): Disabled {
  return { reason: "unsubscribed", at, detail: "Its address answered 410 Gone." };
}

function failing(since: Date, at: Date): Disabled {
  return {
    reason: "failing",
    at,
    detail: `Every attempt since ${since.toISOString()} failed.`,
  };
}

function toAttempt({ statusCode, body, error, durationMs }: OutboundAnswer, at: Date): Attempt {
  return { at, durationMs, statusCode, response: body, error: error ?? explainStatus(statusCode) };
}

function explainStatus(statusCode: number | null): string | null {
  if (statusCode === null || isThrough({ statusCode })) return null;
  if (statusCode >= 300 && statusCode < 400) {
    return `It answered ${statusCode}, a redirect. Redirects are not followed: give the final address.`;
  }
  if (statusCode === 410) return "It answered 410, which unsubscribes the webhook.";
  return `It answered ${statusCode}. Any status from 200 to 299 counts as received.`;
}
