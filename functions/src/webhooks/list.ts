import { type Context, requireScope } from "../context.ts";
import { WEBHOOKS_MAX } from "./create.ts";
import { findWebhooks } from "./store.ts";
import type { StoredWebhook } from "./stored.ts";

/** All of them, oldest first. */
export async function listWebhooks(ctx: Context): Promise<StoredWebhook[]> {
  requireScope(ctx, "webhooks:read");
  return findWebhooks(ctx.db, ctx.accountId, WEBHOOKS_MAX);
}
