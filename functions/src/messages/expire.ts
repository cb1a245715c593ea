import { type Services, systemContext, withTransaction } from "../context.ts";
import type { Message } from "../schema/message.ts";
import { walkPages } from "../walk-pages.ts";
import { applyChange, readMessage } from "./change-store.ts";
import { type Due, findExpired } from "./due-store.ts";
import { type Ended, endMessage } from "./end-message.ts";

/** A phone that holds a message may still report what became of it for so long. */
const REPORT_PATIENCE_MS = 15 * 60_000;

/** Ends messages that were not sent in time, and gives their price back. Returns how many it ended. */
export async function expireMessages(services: Services, pageSize?: number): Promise<number> {
  const now = services.now();
  const patient = new Date(now.getTime() - REPORT_PATIENCE_MS);
  let count = 0;
  const expire = (statuses: string[], at: Date) =>
    walkPages(
      (page) => findExpired(services.db, { statuses, at }, page),
      async (due) => {
        if (await expireMessage(services, due)) count += 1;
      },
      pageSize,
    );
  const ends = await Promise.allSettled([
    expire(["scheduled", "queued"], now),
    expire(["dispatched"], patient),
  ]);
  if (count > 0) services.log.info("messages_expired", { count });
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return count;
}

async function expireMessage(services: Services, { accountId, messageId }: Due): Promise<boolean> {
  const ctx = systemContext(services, accountId);
  return withTransaction(ctx, async (tx) => {
    const message = await readMessage(ctx.db, tx, accountId, messageId);
    const now = ctx.now();
    if (message === null || !isExpired(message, now)) return false;
    const change = endMessage(message, endingOf(message, now), now);
    if (change === null) return false;
    await applyChange(ctx.db, tx, accountId, { id: messageId, message }, change);
    return true;
  });
}

function isExpired({ status, expiresAt }: Message, now: Date): boolean {
  if (expiresAt === null || status === "sent") return false;
  const patienceMs = status === "dispatched" ? REPORT_PATIENCE_MS : 0;
  return expiresAt.getTime() + patienceMs <= now.getTime();
}

/** A cancellation that no phone ever confirmed has what it wanted. */
function endingOf({ isCanceling, status }: Message, at: Date): Ended {
  if (isCanceling) {
    const detail = "It ran out of time before the phone confirmed the cancellation.";
    return { status: "canceled", at, failure: { code: "canceled", detail } };
  }
  const detail =
    status === "dispatched"
      ? "The phone took the message and never reported it as sent."
      : "It ran out of time before a phone took it.";
  return { status: "expired", at, failure: { code: "expired", detail } };
}
