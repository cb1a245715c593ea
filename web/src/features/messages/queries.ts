import { Conversation } from "@handset/functions/schema/conversation.ts";
import { Message } from "@handset/functions/schema/message.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useEffect, useState } from "react";
import type { CollectionQuery } from "../../database.ts";
import { useNumberReader } from "../../sms/number-reader.ts";
import { useDatabase } from "../../use-database.ts";
import { type LogFilters, toWhere } from "./filters.ts";

export function logQuery(
  accountId: string,
  filters: LogFilters,
  conversationId: string | null,
  limit: number,
): CollectionQuery<typeof Message> {
  return {
    path: paths.messages(accountId),
    schema: Message,
    where: toWhere(filters, conversationId),
    orderBy: [["createdAt", "desc"]],
    limit,
  };
}

type Found = { state: "none" | "looking" | "unknown" } | { state: "found"; conversationId: string };

/** The conversation of a number: its messages carry that id, whichever way they went. */
export function useConversationOf(accountId: string, typed: string, country: string | null): Found {
  const database = useDatabase();
  const read = useNumberReader();
  const [held, setHeld] = useState<{ typed: string; found: Found }>();
  useEffect(() => {
    if (!typed || !read) return;
    let isCurrent = true;
    const contact = read(typed, country) ?? typed.trim();
    database
      .readCollection({
        path: paths.conversations(accountId),
        schema: Conversation,
        where: [["contact", "==", contact]],
        orderBy: [],
        limit: 1,
      })
      .then(
        ({ docs: [first] }) =>
          isCurrent &&
          setHeld({
            typed,
            found: first ? { state: "found", conversationId: first.id } : { state: "unknown" },
          }),
        () => isCurrent && setHeld({ typed, found: { state: "unknown" } }),
      );
    return () => {
      isCurrent = false;
    };
  }, [database, read, accountId, typed, country]);
  if (!typed) return { state: "none" };
  return held?.typed === typed ? held.found : { state: "looking" };
}
