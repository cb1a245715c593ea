import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { findWebhook, deleteWebhook as removeWebhook } from "./store.ts";

/** What still waits for it is not delivered. */
export async function deleteWebhook(ctx: Context, { id }: { id: string }): Promise<void> {
  requireScope(ctx, "webhooks:write");
  await withTransaction(ctx, async (tx) => {
    const webhook = await findWebhook(ctx.db, ctx.accountId, id, tx);
    if (webhook === null) throw notFound("webhook");
    removeWebhook(ctx.db, tx, ctx.accountId, id);
    recordAudit(ctx, tx, "webhook.deleted", id, { url: webhook.url });
  });
}
