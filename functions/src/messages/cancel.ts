import { type Context, requireScope, withTransaction } from "../context.ts";
import { askToWake } from "../devices/ask-to-wake.ts";
import { GatewayError, notFound } from "../errors.ts";
import type { Message } from "../schema/message.ts";
import { applyChange, readMessage } from "./change-store.ts";
import type { NewMessage } from "./decide-acceptance.ts";
import { endMessage, type MessageChange } from "./end-message.ts";

/**
 * Cancels a message. One that no phone was handed is canceled at once; one that a phone holds is `canceling` until the phone says
 * which came first. Canceled again, nothing changes.
 */
export async function cancelMessage(ctx: Context, input: { id: string }): Promise<NewMessage> {
  requireScope(ctx, "messages:send");
  return withTransaction(ctx, async (tx) => {
    const message = await readMessage(ctx.db, tx, ctx.accountId, input.id);
    if (message === null) throw notFound("message");
    if (message.status === "canceled" || message.isCanceling) return { id: input.id, message };
    const change = decideCancellation(message, ctx.now());
    await applyChange(ctx.db, tx, ctx.accountId, { id: input.id, message }, change);
    if (change.changes.isCanceling) askToWake(ctx, tx, message.deviceId);
    return { id: input.id, message: { ...message, ...change.changes } };
  });
}

function decideCancellation(message: Message, now: Date): MessageChange {
  if (message.status === "dispatched" && message.direction === "outbound") {
    // Listed once more, as canceling: the phone answers with what it did.
    return {
      changes: { isCanceling: true, queuedFor: message.deviceId, updatedAt: now },
      refund: 0,
    };
  }
  const change =
    message.status === "scheduled" || message.status === "queued"
      ? endMessage(
          message,
          {
            status: "canceled",
            at: now,
            failure: { code: "canceled", detail: "Canceled before a phone took it." },
          },
          now,
        )
      : null;
  if (change !== null) return change;
  throw new GatewayError("not_cancelable", `It is too late: the message is ${message.status}.`);
}
