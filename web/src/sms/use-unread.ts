import { Conversation } from "@handset/functions/schema/conversation.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useAccount } from "../account.tsx";
import type { CollectionQuery } from "../database.ts";
import { useCollection } from "../use-database.ts";

export const UNREAD_MAX = 100;

/** Unread conversations, which are few; the list of them and the sign beside the menu ask the same. */
export function unreadQuery(accountId: string): CollectionQuery<typeof Conversation> {
  return {
    path: paths.conversations(accountId),
    schema: Conversation,
    where: [["unreadCount", ">", 0]],
    orderBy: [["unreadCount", "desc"]],
    limit: UNREAD_MAX,
  };
}

/** In how many conversations something is unread. */
export function useUnreadCount(): number {
  const { id } = useAccount();
  const loadable = useCollection(unreadQuery(id));
  if (loadable.state !== "ready") return 0;
  return loadable.value.docs.filter((conversation) => !conversation.data.isArchived).length;
}
