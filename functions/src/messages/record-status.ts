import { withTransaction } from "../context.ts";
import type { PhoneContext } from "../devices/authenticate.ts";
import { applyChange, applyChangeAsRead, readMessage, readMessageAsIs } from "./change-store.ts";
import { decideReport, type PhoneReport } from "./decide-report.ts";
import type { MessageChange } from "./end-message.ts";

export interface RecordStatusInput {
  messageId: string;
  report: PhoneReport;
}

/** Applies what a phone reports of one of its messages. What is late, repeated or not its own changes nothing. */
export async function recordStatus(
  ctx: PhoneContext,
  input: RecordStatusInput,
): Promise<"changed" | "unchanged"> {
  const atOnce = await recordAtOnce(ctx, input);
  const change = atOnce === OVERTAKEN ? await recordInTransaction(ctx, input) : atOnce;
  if (change === null) return "unchanged";
  ctx.log.info("message_reported", {
    accountId: ctx.accountId,
    messageId: input.messageId,
    deviceId: ctx.actor.id,
    status: change.changes.status,
    ...(change.changes.failure && { failure: change.changes.failure.code }),
  });
  return "changed";
}

const OVERTAKEN = Symbol("overtaken");

/** Nearly always nobody else is at the message: it is read with others, and written as it was read. */
async function recordAtOnce(
  ctx: PhoneContext,
  { messageId, report }: RecordStatusInput,
): Promise<MessageChange | null | typeof OVERTAKEN> {
  const stored = await readMessageAsIs(ctx.db, ctx.accountId, messageId);
  if (stored?.message.deviceId !== ctx.actor.id) return null;
  const decided = decideReport(stored.message, report, ctx.now());
  if (decided === null) return null;
  const isWritten = await applyChangeAsRead(ctx.db, ctx.accountId, stored, decided);
  return isWritten ? decided : OVERTAKEN;
}

function recordInTransaction(
  ctx: PhoneContext,
  { messageId, report }: RecordStatusInput,
): Promise<MessageChange | null> {
  return withTransaction(ctx, async (tx) => {
    const message = await readMessage(ctx.db, tx, ctx.accountId, messageId);
    if (message?.deviceId !== ctx.actor.id) return null;
    const decided = decideReport(message, report, ctx.now());
    if (decided === null) return null;
    await applyChange(ctx.db, tx, ctx.accountId, { id: messageId, message }, decided);
    return decided;
  });
}
