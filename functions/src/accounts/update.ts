import { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { Account } from "../schema/account.ts";
import { getAccount, setAccount } from "./store.ts";

export const UpdateAccountInput = z.strictObject({
  name: Account.shape.name.optional(),
  settings: Account.shape.settings.partial().optional(),
});
export type UpdateAccountInput = z.infer<typeof UpdateAccountInput>;

export async function updateAccount(ctx: Context, input: UpdateAccountInput): Promise<Account> {
  requireScope(ctx, "account:admin");
  const { name, settings } = UpdateAccountInput.parse(input);
  return withTransaction(ctx, async (tx) => {
    const account = await getAccount(ctx.db, tx, ctx.accountId);
    if (account === null) throw notFound("account");
    const changes = {
      name: name ?? account.name,
      settings: { ...account.settings, ...settings },
    };
    setAccount(ctx.db, tx, ctx.accountId, changes);
    recordAudit(ctx, tx, "account.changed", ctx.accountId, {
      ...(name !== undefined && { name }),
      ...settings,
    });
    return { ...account, ...changes };
  });
}
