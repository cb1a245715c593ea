import { z } from "zod";
import { Role } from "../account.ts";
import { Currency } from "../money.ts";
import { ApiId, ApiTime } from "./message.ts";

const InvitableRole = Role.exclude(["owner"]);

export const ApiAccount = z
  .object({
    id: z.string(),
    name: z.string(),
    currency: Currency,
    balance: z.int(),
    settings: z.object({
      default_country: z.string().nullable(),
      message_ttl_seconds: z.int(),
    }),
    created_at: ApiTime,
  })
  .meta({ id: "Account" });
export type ApiAccount = z.infer<typeof ApiAccount>;

export const AccountList = z
  .object({ data: z.array(ApiAccount.extend({ role: Role })) })
  .meta({ id: "AccountList" });

export const OpenAccountRequest = z
  .strictObject({ name: z.string().trim().min(1).max(120) })
  .meta({ id: "OpenAccountRequest" });

export const OpenedAccount = z
  .object({
    account: ApiAccount,
    api_key: z.string().meta({ description: "Shown in this answer only." }),
  })
  .meta({ id: "OpenedAccount" });

export const UpdateAccountRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    settings: z
      .strictObject({
        default_country: z
          .string()
          .regex(/^[A-Z]{2}$/, "Give a country as two capital letters, such as US.")
          .nullable()
          .optional(),
        message_ttl_seconds: z.int().min(60).max(2_592_000).optional(),
      })
      .optional(),
  })
  .meta({ id: "UpdateAccountRequest" });

export const InviteMemberRequest = z
  .strictObject({ email: z.email(), role: InvitableRole })
  .meta({ id: "InviteMemberRequest" });

export const ApiInvitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: InvitableRole,
    expires_at: ApiTime,
    created_at: ApiTime,
  })
  .meta({ id: "Invitation" });
export type ApiInvitation = z.infer<typeof ApiInvitation>;

export const CreatedInvitation = ApiInvitation.extend({
  link: z.string().meta({ description: "To send to the person. Shown in this answer only." }),
}).meta({ id: "CreatedInvitation" });

export const InvitationList = z
  .object({ data: z.array(ApiInvitation) })
  .meta({ id: "InvitationList" });

export const JoinedAccount = z
  .object({ account_id: z.string(), role: Role })
  .meta({ id: "JoinedAccount" });

export const ApiMember = z
  .object({
    uid: z.string(),
    role: Role,
    email: z.string().nullable(),
    name: z.string().nullable(),
    joined_at: ApiTime,
  })
  .meta({ id: "Member" });

export const ChangeRoleRequest = z
  .strictObject({ role: InvitableRole })
  .meta({ id: "ChangeRoleRequest" });

export const TransferOwnershipRequest = z
  .strictObject({ uid: ApiId })
  .meta({ id: "TransferOwnershipRequest" });

export const UpdateConversationRequest = z
  .strictObject({
    contact_name: z.string().trim().max(120).nullable().optional(),
    assignee_id: ApiId.nullable().optional(),
    is_archived: z.boolean().optional(),
  })
  .meta({ id: "UpdateConversationRequest" });

export const ApiConversation = z
  .object({
    id: z.string(),
    contact: z.string(),
    contact_name: z.string().nullable(),
    assignee_id: z.string().nullable(),
    is_archived: z.boolean(),
    unread_count: z.int(),
  })
  .meta({ id: "Conversation" });
