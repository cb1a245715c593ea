import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { findApiKey, markRevoked } from "./store.ts";

/** From the next request on, the key is refused. Revoked again, nothing changes. */
export async function revokeApiKey(ctx: Context, input: { id: string }): Promise<void> {
  requireScope(ctx, "account:admin");
  await withTransaction(ctx, async (tx) => {
    const found = await findApiKey(ctx.db, tx, ctx.accountId, input.id);
    if (found === null) throw notFound("API key");
    if (found.apiKey.revokedAt !== null) return;
    markRevoked(ctx.db, tx, found.hash, ctx.now());
    recordAudit(ctx, tx, "api_key.revoked", input.id, { name: found.apiKey.name });
  });
}
