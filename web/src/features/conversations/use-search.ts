import { Conversation } from "@handset/functions/schema/conversation.ts";
import { Message } from "@handset/functions/schema/message.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useEffect, useState } from "react";
import type { Database, Doc } from "../../database.ts";
import { useDatabase } from "../../use-database.ts";
import { digitsOf, matchConversations, matchMessages } from "./match.ts";

const BY_NUMBER_MAX = 20;
const CONVERSATIONS_MAX = 200;
const MESSAGES_MAX = 500;
const DIGITS_MIN = 3;

export interface SearchResult {
  conversations: readonly Doc<Conversation>[];
  messages: readonly Doc<Message>[];
  /** How far back texts were searched; null: all of them. */
  searchedSince: Date | null;
}

type State =
  | { state: "searching" }
  | { state: "ready"; result: SearchResult }
  | { state: "error"; error: unknown };

/** Firestore has no search by text: numbers are found by their beginning, names and texts among the newest. */
export function useSearch(accountId: string, search: string): State {
  const database = useDatabase();
  const [state, setState] = useState<State>({ state: "searching" });
  useEffect(() => {
    let isCurrent = true;
    find(database, accountId, search).then(
      (result) => isCurrent && setState({ state: "ready", result }),
      (error: unknown) => isCurrent && setState({ state: "error", error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [database, accountId, search]);
  return state;
}

async function find(database: Database, accountId: string, search: string): Promise<SearchResult> {
  const [byNumber, newest, texts] = await Promise.all([
    findByNumber(database, accountId, search),
    recent(`conversations ${accountId}`, () =>
      database.readCollection({
        path: paths.conversations(accountId),
        schema: Conversation,
        orderBy: [["updatedAt", "desc"]],
        limit: CONVERSATIONS_MAX,
      }),
    ),
    recent(`messages ${accountId}`, () =>
      database.readCollection({
        path: paths.messages(accountId),
        schema: Message,
        orderBy: [["createdAt", "desc"]],
        limit: MESSAGES_MAX,
      }),
    ),
  ]);
  const found = new Map(byNumber.map((conversation) => [conversation.id, conversation]));
  for (const match of matchConversations(newest.docs, search)) found.set(match.id, match);
  return {
    conversations: [...found.values()],
    messages: matchMessages(texts.docs, search),
    searchedSince: texts.isCut ? (texts.docs.at(-1)?.data.createdAt ?? null) : null,
  };
}

async function findByNumber(database: Database, accountId: string, search: string) {
  const digits = digitsOf(search);
  if (digits.length < DIGITS_MIN) return [];
  const { docs } = await database.readCollection({
    path: paths.conversations(accountId),
    schema: Conversation,
    where: [
      ["contact", ">=", `+${digits}`],
      ["contact", "<=", `+${digits}9999999999999999`],
    ],
    orderBy: [["contact", "asc"]],
    limit: BY_NUMBER_MAX,
  });
  return docs;
}

const FRESH_MS = 60_000;
const cache = new Map<string, { at: number; value: Promise<unknown> }>();

/** Read once for all that is typed within a minute. */
function recent<T>(key: string, read: () => Promise<T>): Promise<T> {
  const held = cache.get(key);
  if (held && Date.now() - held.at < FRESH_MS) return held.value as Promise<T>;
  const value = read();
  cache.set(key, { at: Date.now(), value });
  value.catch(() => cache.delete(key));
  return value;
}
