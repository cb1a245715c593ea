import type { Conversation } from "@handset/functions/schema/conversation.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { Doc } from "../../database.ts";
import styles from "./conversation-list.module.css";
import { ConversationRow } from "./conversation-row.tsx";

const ROW_PX = 72;

interface Props {
  conversations: readonly Doc<Conversation>[];
  chosenId: string | undefined;
  search: string;
  /** How many were read for these rows, those that the filters hid included. */
  readCount: number;
  /** The last rows are in sight. */
  onEnd: () => void;
}

export function ConversationList(props: Props) {
  const { conversations, chosenId, search, readCount, onEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: conversations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => conversations[index]?.id ?? index,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const isAtEnd = (rows.at(-1)?.index ?? 0) >= conversations.length - 5;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page that was read.
  useEffect(() => {
    if (isAtEnd) onEnd();
  }, [isAtEnd, readCount]);
  return (
    <div ref={scroller} className={styles.scroller}>
      <ul
        className={styles.list}
        style={{ height: virtualizer.getTotalSize() }}
        aria-label="Conversations"
      >
        {rows.map((row) => {
          const conversation = conversations[row.index];
          return (
            conversation && (
              <li
                key={row.key}
                className={styles.item}
                aria-setsize={conversations.length}
                aria-posinset={row.index + 1}
                style={{ transform: `translateY(${row.start}px)`, height: ROW_PX }}
              >
                <ConversationRow
                  conversation={conversation}
                  isChosen={conversation.id === chosenId}
                  search={search}
                />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
