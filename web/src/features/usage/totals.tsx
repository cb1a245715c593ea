import { useAccount } from "../../account.tsx";
import { formatMoney } from "../../sms/money.ts";
import type { UsageSummary } from "./summarize.ts";
import styles from "./totals.module.css";

/** The sums of the days shown, at a glance. */
export function Totals({ summary }: { summary: UsageSummary }) {
  const { account } = useAccount();
  const { delivered, sent, failed, expired, received } = summary.byOutcome;
  const ended = delivered + sent + failed + expired;
  const segments = summary.segments.toLocaleString();
  return (
    <dl className={styles.totals}>
      <Total
        name="Outbound"
        value={summary.messages.toLocaleString()}
        note={`${segments} segments`}
      />
      <Total
        name="Delivered"
        value={ended === 0 ? "–" : percentOf(delivered, ended)}
        note={`${delivered.toLocaleString()} of ${ended.toLocaleString()} that left`}
      />
      <Total name="Inbound" value={received.toLocaleString()} note="received" />
      {(account.pricePerSegment > 0 || summary.spent > 0) && (
        <Total
          name="Spent"
          value={formatMoney(summary.spent, account.currency)}
          note="before refunds"
        />
      )}
    </dl>
  );
}

function Total({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div className={styles.total}>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}

/** Never 100 % while one is missing. */
function percentOf(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return `${(Math.floor(percent * 10) / 10).toLocaleString()}%`;
}
