import { Conversation } from "@handset/functions/schema/conversation.ts";
import { Message } from "@handset/functions/schema/message.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import type { CollectionQuery, Doc, Filter } from "../../database.ts";
import { unreadQuery } from "../../sms/use-unread.ts";
import { type ConversationFilters, NOBODY } from "./filters.ts";

export function conversationQuery(
  accountId: string,
  filters: ConversationFilters,
  limit: number,
): CollectionQuery<typeof Conversation> {
  const path = paths.conversations(accountId);
  if (filters.show === "unread") return unreadQuery(accountId);
  const where: Filter[] = [["isArchived", "==", filters.show === "archived"]];
  if (filters.via) where.push(["deviceId", "==", filters.via.deviceId]);
  if (filters.via?.simSlot) where.push(["simSlot", "==", filters.via.simSlot]);
  if (filters.assignee) {
    where.push(["assigneeId", "==", filters.assignee === NOBODY ? null : filters.assignee]);
  }
  return { path, schema: Conversation, where, orderBy: [["updatedAt", "desc"]], limit };
}

/** What the query leaves to the page: unread conversations, which are few, come by their count alone. */
export function refine(
  docs: readonly Doc<Conversation>[],
  filters: ConversationFilters,
): readonly Doc<Conversation>[] {
  const matching = docs.filter(({ data }) => {
    if (data.isArchived !== (filters.show === "archived")) return false;
    if (filters.via && data.deviceId !== filters.via.deviceId) return false;
    if (filters.via?.simSlot && data.simSlot !== filters.via.simSlot) return false;
    if (filters.assignee === NOBODY) return data.assigneeId === null;
    return !filters.assignee || data.assigneeId === filters.assignee;
  });
  return filters.show === "unread" ? matching.toSorted(newestFirst) : matching;
}

function newestFirst(a: Doc<Conversation>, b: Doc<Conversation>): number {
  return b.data.updatedAt.getTime() - a.data.updatedAt.getTime();
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
