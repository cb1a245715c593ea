import type { MessageStatus } from "@handset/functions/schema/message.ts";
import {
  Ban,
  CalendarClock,
  Check,
  CheckCheck,
  CircleAlert,
  Clock,
  Hourglass,
  Inbox,
  Smartphone,
} from "lucide-react";
import { Badge, type Tone } from "../ui/badge.tsx";
import styles from "./status.module.css";

export const STATUS_NAMES: Record<MessageStatus, string> = {
  scheduled: "Scheduled",
  queued: "Waiting for the phone",
  dispatched: "On the phone",
  sent: "Sent",
  delivered: "Delivered",
  failed: "Failed",
  expired: "Expired",
  canceled: "Canceled",
  received: "Received",
};

const TONES: Record<MessageStatus, Tone> = {
  scheduled: "info",
  queued: "neutral",
  dispatched: "neutral",
  sent: "neutral",
  delivered: "good",
  failed: "bad",
  expired: "warn",
  canceled: "neutral",
  received: "info",
};

const ICONS: Record<MessageStatus, typeof Check> = {
  scheduled: CalendarClock,
  queued: Clock,
  dispatched: Smartphone,
  sent: Check,
  delivered: CheckCheck,
  failed: CircleAlert,
  expired: Hourglass,
  canceled: Ban,
  received: Inbox,
};

/** A status as a small sign, named for who cannot see it. */
export function StatusTick({ status, size = 15 }: { status: MessageStatus; size?: number }) {
  const Icon = ICONS[status];
  return (
    <span className={styles.tick} data-status={status} title={STATUS_NAMES[status]}>
      <Icon size={size} aria-hidden strokeWidth={2.2} />
      <span className="visually-hidden">{STATUS_NAMES[status]}</span>
    </span>
  );
}

export function StatusBadge({ status }: { status: MessageStatus }) {
  const Icon = ICONS[status];
  return (
    <Badge tone={TONES[status]}>
      <Icon aria-hidden strokeWidth={2.2} />
      {STATUS_NAMES[status]}
    </Badge>
  );
}
