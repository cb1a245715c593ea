import { type Context, requireScope } from "../context.ts";
import { notFound } from "../errors.ts";
import { markRevoked } from "./store.ts";

/** From the next request on, the key is refused. Revoked again, nothing changes. */
export async function revokeApiKey(ctx: Context, input: { id: string }): Promise<void> {
  requireScope(ctx, "account:admin");
  const isFound = await markRevoked(ctx.db, ctx.accountId, input.id, ctx.now());
  if (!isFound) throw notFound("API key");
}
