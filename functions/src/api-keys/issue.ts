import { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, type Transaction, withTransaction } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { newId, newSecret, sha256 } from "../ids.ts";
import { ApiKey, Scope } from "../schema/api-key.ts";
import { createApiKey } from "./store.ts";

export const IssueApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(Scope).min(1),
  spendPerDayMax: ApiKey.shape.spendPerDayMax.optional(),
  expiresAt: z.date().nullable(),
});
export type IssueApiKeyInput = z.infer<typeof IssueApiKeyInput>;

/** Makes a key. Its text is in the answer and nowhere else. Nobody gives a key more than they may do themselves. */
export async function issueApiKey(
  ctx: Context,
  input: IssueApiKeyInput,
): Promise<{ key: string; apiKey: ApiKey }> {
  requireScope(ctx, "account:admin");
  const beyond = input.scopes.filter((scope) => !ctx.scopes.includes(scope));
  if (ctx.actor.type !== "system" && beyond.length > 0) {
    throw new GatewayError("missing_scope", `You lack ${beyond.join(", ")} yourself.`);
  }
  return withTransaction(ctx, async (tx) => {
    const { key, apiKey, write } = prepareApiKey(ctx, IssueApiKeyInput.parse(input));
    write(tx);
    return { key, apiKey };
  });
}

/** A key that `write` stores with the transaction it is given. */
export function prepareApiKey(ctx: Context, input: IssueApiKeyInput) {
  const { name, scopes, spendPerDayMax = null, expiresAt } = input;
  const key = newSecret("hs_live_");
  const apiKey: ApiKey = {
    id: newId("key"),
    accountId: ctx.accountId,
    name,
    prefix: key.slice(0, 12),
    scopes: [...new Set(scopes)],
    spendPerDayMax,
    expiresAt,
    revokedAt: null,
    createdAt: ctx.now(),
  };
  const write = (tx: Transaction) => {
    createApiKey(ctx.db, tx, sha256(key), apiKey);
    recordAudit(ctx, tx, "api_key.issued", apiKey.id, { name });
  };
  return { key, apiKey, write };
}
