import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { newWebhookSecret } from "./signature.ts";
import { findWebhook, readSecret, updateSecret } from "./store.ts";

const OVERLAP_MS = 24 * 3_600_000;

/** For a day the old secret signs beside the new one. */
export async function rotateWebhookSecret(
  ctx: Context,
  { id }: { id: string },
): Promise<{ secret: string; previousUntil: Date }> {
  requireScope(ctx, "webhooks:write");
  const secret = newWebhookSecret();
  const previousUntil = new Date(ctx.now().getTime() + OVERLAP_MS);
  await withTransaction(ctx, async (tx) => {
    const webhook = await findWebhook(ctx.db, ctx.accountId, id, tx);
    const current = webhook && (await readSecret(ctx.db, tx, id));
    if (!current) throw notFound("webhook");
    updateSecret(ctx.db, tx, id, { secret, previousSecret: current.secret, previousUntil });
    recordAudit(ctx, tx, "webhook.secret_rotated", id);
  });
  return { secret, previousUntil };
}
