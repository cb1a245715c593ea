import { type Context, withTransaction } from "../context.ts";
import type { ApiKey } from "../schema/api-key.ts";
import { findApiKey } from "./store.ts";

/** The key that makes the call; null when a person does. */
export async function readOwnKey(ctx: Context): Promise<ApiKey | null> {
  const { actor } = ctx;
  if (actor.type !== "api_key") return null;
  const found = await withTransaction(ctx, (tx) => findApiKey(ctx.db, tx, ctx.accountId, actor.id));
  return found?.apiKey ?? null;
}
