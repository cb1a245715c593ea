import { countSegments } from "@handset/functions/schema/segments.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { NumberText } from "../../sms/number-text.tsx";
import type { Row } from "./recipients.ts";
import styles from "./row-preview.module.css";

const ROW_PX = 58;

/** Each text as it will be read; those that will not be sent come first. */
export function RowPreview({ rows }: { rows: readonly Row[] }) {
  const scroller = useRef<HTMLElement>(null);
  const ordered = useMemo(
    () => rows.toSorted((a, b) => Number(b.problem !== null) - Number(a.problem !== null)),
    [rows],
  );
  const virtualizer = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section ref={scroller} className={styles.scroller} aria-label="Each text" tabIndex={0}>
      <ul className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = ordered[item.index];
          return (
            row && (
              <li
                key={item.key}
                className={styles.row}
                style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
              >
                <PreviewRow row={row} />
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

function PreviewRow({ row }: { row: Row }) {
  const { segments } = countSegments(row.text);
  return (
    <>
      <span className={styles.number}>
        {row.to ? <NumberText number={row.to} /> : row.typed || "(empty)"}
      </span>
      {row.problem ? (
        <span className={styles.problem}>{row.problem}</span>
      ) : (
        <span className={styles.segments}>{segments > 1 && `${segments} segments`}</span>
      )}
      <span className={styles.text}>{row.text}</span>
    </>
  );
}
