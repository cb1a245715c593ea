import { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { newId, newSecret, sha256 } from "../ids.ts";
import { type Invitation, Role } from "../schema/account.ts";
import { requireScopesOf } from "./roles.ts";
import { getAccount, setInvitation } from "./store.ts";

export const InviteMemberInput = z.strictObject({
  email: z.email().transform((email) => email.toLowerCase()),
  role: Role.exclude(["owner"]),
});
export type InviteMemberInput = z.input<typeof InviteMemberInput>;

const INVITATION_DAYS = 7;

/** Makes an invitation. Its token is in the answer and nowhere else; it is good for seven days and for one person. */
export async function inviteMember(
  ctx: Context,
  input: InviteMemberInput,
): Promise<{ token: string; invitation: Invitation }> {
  requireScope(ctx, "account:admin");
  const { email, role } = InviteMemberInput.parse(input);
  requireScopesOf(ctx, role);
  const token = newSecret("hi_");
  return withTransaction(ctx, async (tx) => {
    const account = await getAccount(ctx.db, tx, ctx.accountId);
    const invitation: Invitation = {
      id: newId("inv"),
      accountId: ctx.accountId,
      accountName: account?.name ?? "",
      email,
      role,
      invitedBy: ctx.actor.type === "user" ? ctx.actor.id : ctx.actor.type,
      expiresAt: new Date(ctx.now().getTime() + INVITATION_DAYS * 86_400_000),
      acceptedAt: null,
      createdAt: ctx.now(),
    };
    setInvitation(ctx.db, tx, sha256(token), invitation);
    recordAudit(ctx, tx, "member.invited", email, { role });
    return { token, invitation };
  });
}
