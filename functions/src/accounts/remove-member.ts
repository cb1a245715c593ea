import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import { deleteMember, getMembers } from "./store.ts";

/** Removes a member, or lets one leave. The owner hands the account over first. */
export async function removeMember(ctx: Context, input: { uid: string }): Promise<void> {
  const isLeaving = ctx.actor.type === "user" && ctx.actor.id === input.uid;
  if (!isLeaving) requireScope(ctx, "account:admin");
  await withTransaction(ctx, async (tx) => {
    const [member] = await getMembers(ctx.db, tx, ctx.accountId, [input.uid]);
    if (!member) throw notFound("member");
    if (member.role === "owner") {
      throw new GatewayError("conflict", "Transfer the ownership first: an account has an owner.");
    }
    deleteMember(ctx.db, tx, ctx.accountId, input.uid);
    const name = member.name ?? member.email;
    recordAudit(ctx, tx, "member.removed", input.uid, { name, role: member.role, isLeaving });
  });
}
