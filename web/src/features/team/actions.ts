import type { Role } from "@handset/functions/schema/account.ts";
import { CreatedInvitation, InvitationList } from "@handset/functions/schema/api/team.ts";
import { type Api, parsed } from "../../api.ts";

export type InvitableRole = Exclude<Role, "owner">;

export const listInvitations = (api: Api, accountId: string) =>
  parsed(InvitationList, api.call("listInvitations", {}, { accountId }));

export const invite = (api: Api, accountId: string, email: string, role: InvitableRole) =>
  parsed(CreatedInvitation, api.call("inviteMember", { body: { email, role } }, { accountId }));

export const withdrawInvitation = (api: Api, accountId: string, id: string) =>
  api.call("withdrawInvitation", { path: { id } }, { accountId });

export const changeRole = (api: Api, accountId: string, uid: string, role: InvitableRole) =>
  api.call("changeRole", { path: { uid }, body: { role } }, { accountId });

/** Oneself: to leave. */
export const removeMember = (api: Api, accountId: string, uid: string) =>
  api.call("removeMember", { path: { uid } }, { accountId });

export const transferOwnership = (api: Api, accountId: string, uid: string) =>
  api.call("transferOwnership", { body: { uid } }, { accountId });
