import { Notice } from "../../ui/notice.tsx";
import { formatFull, formatMoment } from "../../ui/time.ts";
import type { Resource } from "../../use-resource.ts";
import styles from "./counting-note.module.css";

interface Props {
  countedAt: Date | null;
  counting: Resource<unknown>;
}

/** What the figures are worth. */
export function CountingNote({ countedAt, counting }: Props) {
  const asOf = countedAt && (
    <time dateTime={countedAt.toISOString()} title={formatFull(countedAt)}>
      {formatMoment(countedAt)}
    </time>
  );
  return (
    <>
      {counting.state === "error" && (
        <Notice tone="warn">
          The server did not count anew.{" "}
          {asOf ? <>Statuses are as of {asOf}.</> : "Only outbound texts are shown."}
        </Notice>
      )}
      <p className={styles.note}>
        Days are days of UTC. Outbound texts, their segments and their price are live.{" "}
        {asOf && <>The rest was last counted at {asOf}. </>}
        Today and yesterday are counted anew while this page is open; an earlier day is counted when
        it is over and again one and seven days later: what a phone reports after that is not in it.
      </p>
    </>
  );
}
