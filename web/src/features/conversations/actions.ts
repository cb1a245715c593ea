import type { UpdateConversationRequest } from "@handset/client/api-types.ts";
import type { Api } from "../../api.ts";

export const updateConversation = (
  api: Api,
  accountId: string,
  id: string,
  body: UpdateConversationRequest,
) => api.call("updateConversation", { path: { id }, body }, { accountId });
