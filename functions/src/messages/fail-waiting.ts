import { type Context, withTransaction } from "../context.ts";
import { runAll } from "../run-all.ts";
import type { Failure } from "../schema/message.ts";
import { applyChange, readMessage } from "./change-store.ts";
import { endMessage } from "./end-message.ts";
import { findWaiting } from "./phone-store.ts";

const MESSAGES_MAX = 100;
const ROUNDS_MAX = 20;

export interface FailWaitingInput {
  deviceId: string;
  failure: Failure;
}

/** Ends what waits for a phone that will never fetch it, and gives its price back. What is left after 2,000 expires in its time. */
export async function failWaitingMessages(
  ctx: Context,
  { deviceId, failure }: FailWaitingInput,
): Promise<number> {
  let count = 0;
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const ids = await findWaiting(ctx.db, ctx.accountId, deviceId, { limit: MESSAGES_MAX });
    await runAll(ids, (messageId) => failMessage(ctx, messageId, deviceId, failure));
    count += ids.length;
    if (ids.length < MESSAGES_MAX) break;
  }
  return count;
}

async function failMessage(
  ctx: Context,
  messageId: string,
  deviceId: string,
  failure: Failure,
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const message = await readMessage(ctx.db, tx, ctx.accountId, messageId);
    if (message?.status !== "queued" || message.queuedFor !== deviceId) return;
    const now = ctx.now();
    const change = endMessage(message, { status: "failed", at: now, failure }, now);
    if (change === null) return;
    await applyChange(ctx.db, tx, ctx.accountId, { id: messageId, message }, change);
  });
}
