import type { Message, MessageStatus } from "@handset/functions/schema/message.ts";
import { classNames } from "../ui/class-names.ts";
import { formatClockToSecond, formatDuration, formatFull } from "../ui/time.ts";
import { FAILURE_ADVICE } from "./failure-advice.ts";
import styles from "./timeline.module.css";
import { timelineSteps } from "./timeline-steps.ts";

interface Props {
  message: Pick<Message, "timeline" | "status" | "failure" | "direction" | "refundedAt" | "price">;
  deviceName: string;
}

/** What happened to a message, when, and how long each step took. */
export function Timeline({ message, deviceName }: Props) {
  const steps = timelineSteps(message);
  return (
    <ol className={styles.timeline} aria-label="What happened to this message">
      {steps.map(({ status, at, tookMs }) => (
        <li
          key={status}
          className={classNames(styles.step, at && styles.done)}
          data-status={status}
        >
          <span className={styles.what}>{sentence(status, deviceName, at !== null)}</span>
          {at ? (
            <time className={styles.when} dateTime={at.toISOString()} title={formatFull(at)}>
              {formatClockToSecond(at)}
              {tookMs !== null && <span className={styles.took}> +{formatDuration(tookMs)}</span>}
            </time>
          ) : (
            <span className={styles.when}>not yet</span>
          )}
          {status === "failed" && message.failure && <Reason failure={message.failure} />}
        </li>
      ))}
      {message.refundedAt && message.price > 0 && (
        <li className={classNames(styles.step, styles.done)} data-status="refunded">
          <span className={styles.what}>Its price was refunded</span>
          <time className={styles.when} dateTime={message.refundedAt.toISOString()}>
            {formatClockToSecond(message.refundedAt)}
          </time>
        </li>
      )}
    </ol>
  );
}

function Reason({ failure }: { failure: NonNullable<Message["failure"]> }) {
  const { what, advice } = FAILURE_ADVICE[failure.code];
  return (
    <p className={styles.reason}>
      {what}. {advice}
      {failure.detail && <code className={styles.detail}>{failure.detail}</code>}
    </p>
  );
}

function sentence(status: MessageStatus, deviceName: string, isDone: boolean): string {
  switch (status) {
    case "scheduled":
      return "Scheduled";
    case "queued":
      return "Accepted, waiting for the phone";
    case "dispatched":
      return isDone ? `Picked up by ${deviceName}` : `Picked up by ${deviceName}?`;
    case "sent":
      return isDone ? "Handed to the carrier" : "Handed to the carrier?";
    case "delivered":
      return isDone ? "The recipient's phone confirmed it" : "Confirmed by the recipient's phone?";
    case "failed":
      return "Failed";
    case "expired":
      return "Expired before a phone sent it";
    case "canceled":
      return "Canceled";
    case "received":
      return `Received on ${deviceName}`;
  }
}
