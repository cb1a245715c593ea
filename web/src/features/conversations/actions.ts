import { z } from "zod";
import type { Api } from "../../api.ts";

export interface ConversationChange {
  contact_name?: string | null;
  assignee_id?: string | null;
  is_archived?: boolean;
}

export function updateConversation(
  api: Api,
  accountId: string,
  conversationId: string,
  change: ConversationChange,
) {
  return api({
    method: "PATCH",
    path: `/conversations/${encodeURIComponent(conversationId)}`,
    body: change,
    answer: z.unknown(),
    accountId,
  });
}
