import { countSegments } from "@handset/functions/schema/segments.ts";
import { Send } from "lucide-react";
import { useMemo } from "react";
import { useAccount } from "../../account.tsx";
import { to } from "../../paths.ts";
import { useDevices } from "../../sms/devices.tsx";
import { formatMoney } from "../../sms/money.ts";
import { type UnitPrices, useUnitPrices } from "../../sms/unit-prices.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card } from "../../ui/page.tsx";
import { Empty } from "../../ui/states.tsx";
import { formatFull } from "../../ui/time.ts";
import type { Row } from "./recipients.ts";
import styles from "./review.module.css";
import { RowPreview } from "./row-preview.tsx";

interface Props {
  rows: readonly Row[];
  unknownPlaceholders: readonly string[];
  hasText: boolean;
  /** What comes first while there is nobody to send to. */
  nextStep: string;
  sendAt: Date | null;
  onSend: () => void;
}

/** What would be sent, what would be refused and what it costs: before anything is sent. */
export function Review({ rows, unknownPlaceholders, hasText, nextStep, sendAt, onSend }: Props) {
  const { id, account } = useAccount();
  const { list, loadable } = useDevices();
  const good = useMemo(() => rows.filter((row) => row.problem === null), [rows]);
  const unitPrices = useUnitPrices(useMemo(() => good.flatMap(({ to }) => to ?? []), [good]));
  const { segments, price } = useMemo(
    () => sumUp(good, unitPrices, account.pricePerSegment),
    [good, unitPrices, account.pricePerSegment],
  );
  const isTooDear = account.pricePerSegment > 0 && price > account.balance;
  const refusedCount = rows.length - good.length;
  if (loadable.state === "ready" && list.length === 0) {
    return (
      <Card title="Before it goes out">
        <Notice
          tone="warn"
          title="No phone is paired yet"
          action={<ButtonLink to={to.pairing(id)}>Pair a phone</ButtonLink>}
        >
          Its SIM sends your texts.
        </Notice>
      </Card>
    );
  }
  if (rows.length === 0) {
    return (
      <Card title="Before it goes out">
        <Empty icon={<Send />} title={nextStep}>
          Here you then see each text, its price, and what cannot be sent.
        </Empty>
      </Card>
    );
  }
  return (
    <Card title="Before it goes out">
      <dl className={styles.sums}>
        <Sum name="Recipients" value={good.length.toLocaleString()} />
        {hasText && <Sum name="Segments" value={segments.toLocaleString()} />}
        {hasText && account.pricePerSegment > 0 && (
          <Sum name="Price" value={formatMoney(price, account.currency)} />
        )}
        {refusedCount > 0 && <Sum name="Refused" value={refusedCount.toLocaleString()} isBad />}
      </dl>
      {unknownPlaceholders.length > 0 && (
        <Notice tone="warn">
          No column is named {unknownPlaceholders.map((name) => `“${name}”`).join(", ")}: it would
          be sent as it stands.
        </Notice>
      )}
      {isTooDear && (
        <Notice tone="bad" action={<ButtonLink to={to.balance(id)}>Balance</ButtonLink>}>
          Your balance is {formatMoney(account.balance, account.currency)}.
        </Notice>
      )}
      {sendAt && <p className={styles.when}>Goes out {formatFull(sendAt)}.</p>}
      <RowPreview rows={rows} />
      {hasText ? (
        <Button
          look="primary"
          icon={<Send size={16} aria-hidden />}
          disabled={good.length === 0 || isTooDear}
          onClick={onSend}
        >
          {sendAt ? "Schedule for" : "Send to"} {good.length.toLocaleString()}
        </Button>
      ) : (
        <p className={styles.next}>
          {good.length > 0
            ? "Write the text: then you see its price, and send it."
            : "None of these can be sent to: correct the numbers first."}
        </p>
      )}
    </Card>
  );
}

function sumUp(rows: readonly Row[], unitPrices: UnitPrices, usualPrice: number) {
  let segments = 0;
  let price = 0;
  for (const { to: number, text } of rows) {
    const count = countSegments(text).segments;
    segments += count;
    price += count * (unitPrices.get(number ?? "") ?? usualPrice);
  }
  return { segments, price };
}

function Sum({ name, value, isBad }: { name: string; value: string; isBad?: boolean }) {
  return (
    <div className={styles.sum} data-bad={isBad || undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
