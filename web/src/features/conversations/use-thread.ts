import type { Message } from "@handset/functions/schema/message.ts";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Doc } from "../../database.ts";
import { type Loadable, useCollection, useDatabase } from "../../use-database.ts";
import { threadQuery } from "./queries.ts";

const LIVE = 40;
const PAGE = 100;

interface Thread {
  loadable: Loadable<unknown>;
  /** Oldest first. */
  messages: readonly Doc<Message>[];
  unreadableCount: number;
  isWhole: boolean;
  loadOlder: () => void;
}

/** A conversation's newest messages, live, and older ones by the page as they are asked for. */
export function useThread(accountId: string, conversationId: string): Thread {
  const database = useDatabase();
  const query = threadQuery(accountId, conversationId, LIVE);
  const loadable = useCollection(query);
  const [older, setOlder] = useState<ReadonlyMap<string, Doc<Message>>>(new Map());
  const [isWhole, setWhole] = useState(false);
  const isLoading = useRef(false);
  const head = loadable.state === "ready" ? loadable.value : null;

  // What slides out of the live window stays on the page.
  useEffect(() => {
    if (head) setOlder((known) => merged(known, head.docs));
  }, [head]);

  const messages = useMemo(
    () => [...merged(older, head?.docs ?? []).values()].toSorted(byTime),
    [older, head],
  );
  const oldest = messages[0];
  const isHeadWhole = head !== null && !head.isCut && older.size <= head.docs.length;
  const loadOlder = useCallback(async () => {
    if (isLoading.current || !oldest) return;
    isLoading.current = true;
    try {
      const page = await database.readCollection({
        ...threadQuery(accountId, conversationId, PAGE),
        after: oldest.cursor,
      });
      setOlder((known) => merged(known, page.docs));
      if (!page.isCut) setWhole(true);
    } finally {
      isLoading.current = false;
    }
  }, [database, accountId, conversationId, oldest]);

  return {
    loadable,
    messages,
    unreadableCount: head?.unreadable.length ?? 0,
    isWhole: isWhole || isHeadWhole,
    loadOlder: () => void loadOlder().catch(() => {}),
  };
}

function merged(known: ReadonlyMap<string, Doc<Message>>, docs: readonly Doc<Message>[]) {
  const next = new Map(known);
  for (const message of docs) next.set(message.id, message);
  return next;
}

function byTime(a: Doc<Message>, b: Doc<Message>): number {
  return a.data.createdAt.getTime() - b.data.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}
