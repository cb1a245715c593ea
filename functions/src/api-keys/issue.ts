import { z } from "zod";
import { type Context, requireScope } from "../context.ts";
import { newId, newSecret, sha256 } from "../ids.ts";
import { type ApiKey, Scope } from "../schema/api-key.ts";
import { createApiKey } from "./store.ts";

export const IssueApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(Scope).min(1),
  expiresAt: z.date().nullable().default(null),
});
export type IssueApiKeyInput = z.input<typeof IssueApiKeyInput>;

/** Makes a key. Its text is in the answer and nowhere else. */
export async function issueApiKey(
  ctx: Context,
  input: IssueApiKeyInput,
): Promise<{ key: string; apiKey: ApiKey }> {
  requireScope(ctx, "account:admin");
  const { name, scopes, expiresAt } = IssueApiKeyInput.parse(input);
  const key = newSecret("hs_live_");
  const apiKey: ApiKey = {
    id: newId("key"),
    accountId: ctx.accountId,
    name,
    prefix: key.slice(0, 12),
    scopes: [...new Set(scopes)],
    expiresAt,
    revokedAt: null,
    createdAt: ctx.now(),
  };
  await createApiKey(ctx.db, sha256(key), apiKey);
  return { key, apiKey };
}
