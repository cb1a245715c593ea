import { type Context, requireScope } from "../context.ts";
import type { ApiKey } from "../schema/api-key.ts";
import { listApiKeys as readAccountsApiKeys } from "./store.ts";

/** The newest 200 keys, revoked ones too. */
export async function listApiKeys(ctx: Context): Promise<ApiKey[]> {
  requireScope(ctx, "account:admin");
  return readAccountsApiKeys(ctx.db, ctx.accountId);
}
