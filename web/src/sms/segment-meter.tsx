import { countSegments, type SegmentCount } from "@handset/functions/schema/segments.ts";
import { formatMoney } from "./money.ts";
import styles from "./segment-meter.module.css";
import { formatSegments } from "./segments.ts";

interface Props {
  text: string;
  pricePerSegment: number;
  currency: string;
}

/** How many segments a text takes, in which encoding and why, and what that costs. */
export function SegmentMeter({ text, pricePerSegment, currency }: Props) {
  if (text === "") return <p className={styles.meter}>&nbsp;</p>;
  const count = countSegments(text);
  return (
    <p className={styles.meter}>
      <span>
        {formatSegments(count)}
        {pricePerSegment > 0 && `, ${formatMoney(count.segments * pricePerSegment, currency)}`}
      </span>
      <span className={styles.left}>{count.unitsLeft} left in this one</span>
      {count.encoding === "ucs2" && (
        <span className={styles.unicode}>{unicodeHint(text, count)}</span>
      )}
    </p>
  );
}

/** Names what makes a text expensive, as only the characters themselves show. */
function unicodeHint(text: string, count: SegmentCount): string {
  const culprit = [...new Set(text)].find((c) => countSegments(c).encoding === "ucs2");
  const saved = countSegments(
    [...text].filter((c) => countSegments(c).encoding === "gsm7").join(""),
  );
  const without = saved.segments < count.segments ? `, ${saved.segments} without such signs` : "";
  return `Unicode because of “${culprit}”: 70 per segment${without}`;
}
