import type { Message } from "@handset/functions/schema/message.ts";
import styles from "./message-details.module.css";
import { formatMoney } from "./money.ts";
import { NumberText } from "./number-text.tsx";
import { formatSegments } from "./segments.ts";
import { Timeline } from "./timeline.tsx";

interface Props {
  message: Message;
  deviceName: string;
  currency: string;
}

export function MessageDetails({ message, deviceName, currency }: Props) {
  const { segments, encoding, price, simSlot, metadata } = message;
  return (
    <div className={styles.details}>
      <Timeline message={message} deviceName={deviceName} />
      <dl className={styles.facts}>
        <dt>Phone</dt>
        <dd>
          {deviceName}
          {simSlot !== null && `, SIM ${simSlot}`}
        </dd>
        {message.from && (
          <>
            <dt>From</dt>
            <dd>
              <NumberText number={message.from} />
            </dd>
          </>
        )}
        <dt>Length</dt>
        <dd>
          {formatSegments({ segments, encoding })}
          {price > 0 && `, ${formatMoney(price, currency)}`}
          {message.refundedAt && price > 0 && " (refunded)"}
        </dd>
        {Object.entries(metadata).map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
