import { type Context, requireScope } from "../context.ts";
import { notFound } from "../errors.ts";
import { findWebhook } from "./store.ts";
import type { StoredWebhook } from "./stored.ts";

export async function getWebhook(ctx: Context, { id }: { id: string }): Promise<StoredWebhook> {
  requireScope(ctx, "webhooks:read");
  const webhook = await findWebhook(ctx.db, ctx.accountId, id);
  if (webhook === null) throw notFound("webhook");
  return { id, webhook };
}
