import { z } from "zod";
import { readMembership } from "../accounts/read-membership.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import type { Conversation } from "../schema/conversation.ts";
import { getConversation, updateConversation as writeChanges } from "./settings-store.ts";

export const UpdateConversationInput = z.strictObject({
  id: z.string(),
  contactName: z.string().trim().max(120).nullable().optional(),
  assigneeId: z.string().nullable().optional(),
  isArchived: z.boolean().optional(),
});
export type UpdateConversationInput = z.infer<typeof UpdateConversationInput>;

/** Changes what people say of a conversation; what was said in it stays. */
export async function updateConversation(
  ctx: Context,
  input: UpdateConversationInput,
): Promise<{ id: string; conversation: Conversation }> {
  requireScope(ctx, "conversations:write");
  const { id, ...wanted } = UpdateConversationInput.parse(input);
  if (wanted.assigneeId && (await readMembership(ctx, wanted.assigneeId)) === null) {
    throw invalidField("assignee_id", "Name a member of this account, or null for nobody.");
  }
  return withTransaction(ctx, async (tx) => {
    const conversation = await getConversation(ctx.db, tx, ctx.accountId, id);
    if (conversation === null) throw notFound("conversation");
    const changes = {
      ...(wanted.contactName !== undefined && { contactName: wanted.contactName || null }),
      ...(wanted.assigneeId !== undefined && { assigneeId: wanted.assigneeId }),
      ...(wanted.isArchived !== undefined && { isArchived: wanted.isArchived }),
    };
    if (Object.keys(changes).length > 0) writeChanges(ctx.db, tx, ctx.accountId, id, changes);
    return { id, conversation: { ...conversation, ...changes } };
  });
}
