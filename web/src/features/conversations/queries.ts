import { Conversation } from "@handset/functions/schema/conversation.ts";
import { Message } from "@handset/functions/schema/message.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import type { CollectionQuery, Doc, Filter } from "../../database.ts";
import { type ConversationFilters, NOBODY } from "./filters.ts";

const UNREAD_MAX = 200;

export function conversationQuery(
  accountId: string,
  filters: ConversationFilters,
  limit: number,
): CollectionQuery<typeof Conversation> {
  const path = paths.conversations(accountId);
  if (filters.show === "unread") {
    return {
      path,
      schema: Conversation,
      where: [["unreadCount", ">", 0]],
      orderBy: [["unreadCount", "desc"]],
      limit: UNREAD_MAX,
    };
  }
  const where: Filter[] = [["isArchived", "==", filters.show === "archived"]];
  if (filters.via) where.push(["deviceId", "==", filters.via.deviceId]);
  if (filters.via?.simSlot) where.push(["simSlot", "==", filters.via.simSlot]);
  if (filters.assignee) {
    where.push(["assigneeId", "==", filters.assignee === NOBODY ? null : filters.assignee]);
  }
  return { path, schema: Conversation, where, orderBy: [["lastMessage.at", "desc"]], limit };
}

/** Unread conversations are few: the rest of the filters is applied here, and the newest come first. */
export function refine(
  docs: readonly Doc<Conversation>[],
  filters: ConversationFilters,
): readonly Doc<Conversation>[] {
  if (filters.show !== "unread") return docs;
  return docs
    .filter(({ data }) => {
      if (data.isArchived) return false;
      if (filters.via && data.deviceId !== filters.via.deviceId) return false;
      if (filters.via?.simSlot && data.simSlot !== filters.via.simSlot) return false;
      if (filters.assignee === NOBODY) return data.assigneeId === null;
      return !filters.assignee || data.assigneeId === filters.assignee;
    })
    .toSorted((a, b) => b.data.lastMessage.at.getTime() - a.data.lastMessage.at.getTime());
}

export function threadQuery(
  accountId: string,
  conversationId: string,
  limit: number,
): CollectionQuery<typeof Message> {
  return {
    path: paths.messages(accountId),
    schema: Message,
    where: [["conversationId", "==", conversationId]],
    orderBy: [["createdAt", "desc"]],
    limit,
  };
}
