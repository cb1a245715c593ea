import type { Role } from "@handset/functions/schema/account.ts";
import { CreatedInvitation, InvitationList } from "@handset/functions/schema/api/team.ts";
import { z } from "zod";
import type { Api } from "../../api.ts";

export type InvitableRole = Exclude<Role, "owner">;

export const listInvitations = (api: Api, accountId: string) =>
  api({ path: "/invitations", answer: InvitationList, accountId });

export const invite = (api: Api, accountId: string, email: string, role: InvitableRole) =>
  api({
    method: "POST",
    path: "/invitations",
    body: { email, role },
    answer: CreatedInvitation,
    accountId,
  });

export const withdrawInvitation = (api: Api, accountId: string, invitationId: string) =>
  api({
    method: "DELETE",
    path: `/invitations/${invitationId}`,
    answer: z.unknown(),
    accountId,
  });

export const changeRole = (api: Api, accountId: string, uid: string, role: InvitableRole) =>
  api({ method: "PATCH", path: `/members/${uid}`, body: { role }, answer: z.unknown(), accountId });

/** Oneself: to leave. */
export const removeMember = (api: Api, accountId: string, uid: string) =>
  api({ method: "DELETE", path: `/members/${uid}`, answer: z.unknown(), accountId });

export const transferOwnership = (api: Api, accountId: string, uid: string) =>
  api({
    method: "POST",
    path: "/account/transfer-ownership",
    body: { uid },
    answer: z.unknown(),
    accountId,
  });
