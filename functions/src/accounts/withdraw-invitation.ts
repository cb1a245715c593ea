import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { deleteInvitation, listInvitations } from "./store.ts";

export async function withdrawInvitation(ctx: Context, input: { id: string }): Promise<void> {
  requireScope(ctx, "account:admin");
  const found = (await listInvitations(ctx.db, ctx.accountId)).find(
    ({ invitation }) => invitation.id === input.id,
  );
  if (found === undefined) throw notFound("invitation");
  await withTransaction(ctx, async (tx) => {
    deleteInvitation(ctx.db, tx, found.hash);
    recordAudit(ctx, tx, "invitation.withdrawn", found.invitation.email);
  });
}
