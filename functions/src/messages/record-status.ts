import { withTransaction } from "../context.ts";
import type { PhoneContext } from "../devices/authenticate.ts";
import { applyChange, readMessage } from "./change-store.ts";
import { decideReport, type PhoneReport } from "./decide-report.ts";

export interface RecordStatusInput {
  messageId: string;
  report: PhoneReport;
}

/** Applies what a phone reports of one of its messages. What is late, repeated or not its own changes nothing. */
export async function recordStatus(
  ctx: PhoneContext,
  { messageId, report }: RecordStatusInput,
): Promise<"changed" | "unchanged"> {
  const change = await withTransaction(ctx, async (tx) => {
    const message = await readMessage(ctx.db, tx, ctx.accountId, messageId);
    if (message === null || message.deviceId !== ctx.actor.id) return null;
    const decided = decideReport(message, report, ctx.now());
    if (decided === null) return null;
    await applyChange(ctx.db, tx, ctx.accountId, { id: messageId, message }, decided);
    return decided;
  });
  if (change === null) return "unchanged";
  ctx.log.info("message_reported", {
    accountId: ctx.accountId,
    messageId,
    deviceId: ctx.actor.id,
    status: change.changes.status,
    ...(change.changes.failure && { failure: change.changes.failure.code }),
  });
  return "changed";
}
