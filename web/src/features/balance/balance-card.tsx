import { useAccount } from "../../account.tsx";
import { formatMoney } from "../../sms/money.ts";
import { Notice } from "../../ui/notice.tsx";
import { Card } from "../../ui/page.tsx";
import styles from "./balance.module.css";

export function BalanceCard() {
  const { account } = useAccount();
  const { balance, pricePerSegment, currency } = account;
  if (pricePerSegment === 0) {
    return (
      <Card>
        <p className={styles.amount}>Free</p>
        <p className={styles.note}>Sending costs nothing here: there is no balance to keep.</p>
      </Card>
    );
  }
  const segments = Math.max(0, Math.floor(balance / pricePerSegment));
  return (
    <Card>
      <div aria-live="polite">
        <p className={styles.amount}>{formatMoney(balance, currency)}</p>
        <p className={styles.note}>
          {segments.toLocaleString()} segments at {formatMoney(pricePerSegment, currency)} each.
          Failed texts are refunded automatically.
        </p>
      </div>
      {segments === 0 && (
        <Notice tone="warn" title="The balance is empty">
          Nothing is sent until it is topped up.
        </Notice>
      )}
    </Card>
  );
}
