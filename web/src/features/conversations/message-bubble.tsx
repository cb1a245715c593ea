import type { Message } from "@handset/functions/schema/message.ts";
import { useId, useState } from "react";
import { useAccount } from "../../account.tsx";
import type { Doc } from "../../database.ts";
import { useDevices } from "../../sms/devices.tsx";
import { MessageDetails } from "../../sms/message-details.tsx";
import { STATUS_NAMES, StatusTick } from "../../sms/status.tsx";
import { classNames } from "../../ui/class-names.ts";
import { formatClock, formatFull } from "../../ui/time.ts";
import { BubbleTrouble } from "./bubble-trouble.tsx";
import styles from "./message-bubble.module.css";

interface Props {
  message: Doc<Message>;
  contact: string;
  isFirstOfGroup: boolean;
  isLastOfGroup: boolean;
}

/** One message; its time and ticks open what happened to it. */
export function MessageBubble({ message, contact, isFirstOfGroup, isLastOfGroup }: Props) {
  const { data } = message;
  const { account } = useAccount();
  const devices = useDevices();
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const isOut = data.direction === "outbound";
  const isInTrouble = data.status === "failed" || data.status === "expired";
  const isWaiting = data.status === "queued" || data.status === "scheduled";
  const isFootShown = isLastOfGroup || isInTrouble || isWaiting || isOpen;
  return (
    <div
      className={classNames(
        styles.row,
        isOut ? styles.out : styles.in,
        isFirstOfGroup && styles.first,
      )}
    >
      <button
        type="button"
        className={classNames(styles.bubble, isInTrouble && styles.trouble)}
        aria-expanded={isOpen}
        aria-controls={isOpen ? detailsId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="visually-hidden">{isOut ? "You wrote: " : "They wrote: "}</span>
        <span className={styles.text} dir="auto">
          {data.body || <em>(no text)</em>}
        </span>
        <span className="visually-hidden">
          . {STATUS_NAMES[data.status]}, {formatFull(data.createdAt)}. Show what happened.
        </span>
      </button>
      {isFootShown && (
        <p className={styles.foot} aria-hidden>
          {isWaiting && <>{STATUS_NAMES[data.status]} · </>}
          {formatClock(data.createdAt)}
          {isOut && <StatusTick status={data.status} />}
        </p>
      )}
      {isOpen && (
        <div id={detailsId} className={styles.details}>
          <MessageDetails
            message={data}
            deviceName={devices.name(data.deviceId)}
            currency={account.currency}
          />
        </div>
      )}
      {isOut && (isInTrouble || isWaiting) && (
        <BubbleTrouble message={message} contact={contact} isExplained={isOpen} />
      )}
    </div>
  );
}
