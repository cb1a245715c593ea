import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { MessageBubble } from "./message-bubble.tsx";
import styles from "./message-scroll.module.css";
import { threadItems } from "./thread-items.ts";
import type { useThread } from "./use-thread.ts";

const ESTIMATE_PX = 58;
const NEAR_START = 12;

interface Props {
  thread: ReturnType<typeof useThread>;
  contact: string;
}

/** The thread itself, of any length: only what is in sight is in the page. */
export function MessageScroll({ thread, contact }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => threadItems(thread.messages), [thread.messages]);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE_PX,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: 80,
    paddingStart: 16,
    paddingEnd: 12,
  });
  const rows = virtualizer.getVirtualItems();
  const hasItems = items.length > 0;
  const isPlaced = useEndAtFirst(virtualizer, hasItems);
  const isNearStart = isPlaced && (rows[0]?.index ?? Number.POSITIVE_INFINITY) < NEAR_START;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with older messages the start is elsewhere.
  useEffect(() => {
    if (isNearStart && !thread.isWhole) thread.loadOlder();
  }, [isNearStart, thread.isWhole, thread.messages.length]);
  const isAway = virtualizer.getDistanceFromEnd() > 600;
  return (
    <div className={styles.place}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reached by keyboard. */}
      <div ref={scroller} className={styles.scroller} role="log" aria-label="Messages" tabIndex={0}>
        {thread.unreadableCount > 0 && (
          <Notice tone="bad">
            {thread.unreadableCount} of these messages could not be read. Reload the page.
          </Notice>
        )}
        <div className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
          {rows.map((row) => {
            const item = items[row.index];
            return (
              item && (
                <div
                  key={row.key}
                  ref={virtualizer.measureElement}
                  data-index={row.index}
                  className={styles.item}
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  {item.kind === "day" ? (
                    <p className={styles.day}>{item.label}</p>
                  ) : (
                    <MessageBubble
                      message={item.message}
                      contact={contact}
                      isFirstOfGroup={item.isFirstOfGroup}
                      isLastOfGroup={item.isLastOfGroup}
                    />
                  )}
                </div>
              )
            );
          })}
        </div>
      </div>
      {isAway && (
        <Button
          className={styles.jump}
          icon={<ArrowDown size={15} aria-hidden />}
          onClick={() => virtualizer.scrollToEnd()}
        >
          Newest
        </Button>
      )}
    </div>
  );
}

const STABLE_FRAMES = 3;

/** Goes to the newest message and stays there until every row in sight is measured: each measurement moves the end. */
function useEndAtFirst(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  hasItems: boolean,
): boolean {
  const [isPlaced, setPlaced] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when there is an end to go to.
  useEffect(() => {
    if (!hasItems) return;
    let stableFrames = 0;
    let frame = 0;
    const settle = () => {
      stableFrames = isDrawnAtEnd(virtualizer) ? stableFrames + 1 : 0;
      if (stableFrames === STABLE_FRAMES) return setPlaced(true);
      if (stableFrames === 0) virtualizer.scrollToEnd();
      frame = requestAnimationFrame(settle);
    };
    settle();
    return () => cancelAnimationFrame(frame);
  }, [hasItems]);
  return isPlaced;
}

/** By the page itself: the virtualizer knows a row's measure some frames before the page has room for it. */
function isDrawnAtEnd(virtualizer: Virtualizer<HTMLDivElement, Element>): boolean {
  const element = virtualizer.scrollElement;
  if (!element) return false;
  const { scrollHeight, clientHeight, scrollTop } = element;
  return scrollHeight >= virtualizer.getTotalSize() && scrollHeight - clientHeight - scrollTop <= 1;
}
