import { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import { type Member, Role } from "../schema/account.ts";
import { requireScopesOf } from "./roles.ts";
import { getMembers, setMember } from "./store.ts";

export const ChangeRoleInput = z.strictObject({ uid: z.string(), role: Role.exclude(["owner"]) });
export type ChangeRoleInput = z.infer<typeof ChangeRoleInput>;

/** The owner's role changes only by handing the account over. */
export async function changeRole(ctx: Context, input: ChangeRoleInput): Promise<Member> {
  requireScope(ctx, "account:admin");
  const { uid, role } = ChangeRoleInput.parse(input);
  requireScopesOf(ctx, role);
  return withTransaction(ctx, async (tx) => {
    const [member] = await getMembers(ctx.db, tx, ctx.accountId, [uid]);
    if (!member) throw notFound("member");
    if (member.role === "owner") {
      throw new GatewayError("conflict", "Transfer the ownership first: an account has an owner.");
    }
    if (member.role === role) return member;
    const changed = { ...member, role };
    setMember(ctx.db, tx, ctx.accountId, changed);
    recordAudit(ctx, tx, "member.role_changed", uid, { from: member.role, to: role });
    return changed;
  });
}
