import { recordAudit } from "../audit/record.ts";
import { type Services, type User, withTransaction } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import { sha256 } from "../ids.ts";
import type { Role } from "../schema/account.ts";
import { getInvitation, getMembers, setInvitation, setMember } from "./store.ts";

/** Makes `user` a member. Accepted again by the same person, it changes nothing. */
export async function acceptInvitation(
  services: Services,
  user: User,
  input: { token: string },
): Promise<{ accountId: string; role: Role }> {
  const hash = sha256(input.token);
  return withTransaction(services, async (tx) => {
    const invitation = await getInvitation(services.db, tx, hash);
    if (invitation === null) throw notFound("invitation");
    const { accountId, role } = invitation;
    const [member] = await getMembers(services.db, tx, accountId, [user.uid]);
    if (member) return { accountId, role: member.role };
    if (invitation.acceptedAt !== null) {
      throw new GatewayError(
        "conflict",
        "This invitation was accepted already. Ask for a new one.",
      );
    }
    if (invitation.expiresAt <= services.now()) {
      throw new GatewayError("conflict", "This invitation has expired. Ask for a new one.");
    }
    if (invitation.email !== user.email?.toLowerCase()) {
      throw new GatewayError(
        "forbidden",
        "This invitation is for another e-mail address. Sign in with the address that it was sent to.",
      );
    }
    const joinedAt = services.now();
    setMember(services.db, tx, accountId, { ...user, role, joinedAt });
    setInvitation(services.db, tx, hash, { ...invitation, acceptedAt: joinedAt });
    const actor = { type: "user", id: user.uid } as const;
    recordAudit({ ...services, accountId, actor }, tx, "member.joined", user.uid, { role });
    return { accountId, role };
  });
}
