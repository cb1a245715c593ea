import { type Context, requireScope } from "../context.ts";
import type { Account } from "../schema/account.ts";
import { readAccount } from "./store.ts";

export async function getBalance(ctx: Context): Promise<Account> {
  requireScope(ctx, "balance:read");
  return readAccount(ctx.db, ctx.accountId);
}
