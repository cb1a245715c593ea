import type { Conversation } from "@handset/functions/schema/conversation.ts";
import { Smartphone } from "lucide-react";
import { useId } from "react";
import { useDevices } from "../../sms/devices.tsx";
import { useNumberFormat } from "../../sms/number-format.ts";
import { parseSimValue, simOptions, simValue } from "../../sms/sim-choice.ts";
import { useNow } from "../../ui/relative-time.tsx";
import { formatDuration } from "../../ui/time.ts";
import styles from "./sender-select.module.css";

interface Props {
  conversation: Conversation;
  /** Empty: as the server routes it, which is the SIM last talked to. */
  value: string;
  onChange: (value: string) => void;
}

/** Which SIM will send. */
export function SenderSelect({ conversation, value, onChange }: Props) {
  const { list } = useDevices();
  const id = useId();
  const options = simOptions(list, useNumberFormat());
  const usual = simValue(conversation);
  const chosen = parseSimValue(value || usual);
  const device = list.find((candidate) => candidate.id === chosen?.deviceId)?.data;
  return (
    <div className={styles.sender}>
      <Smartphone size={13} aria-hidden />
      <label htmlFor={id} className="visually-hidden">
        Send with
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{labelOf(usual, options) ?? "Any phone"}</option>
        {options
          .filter((option) => option.value !== usual)
          .map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
      </select>
      {device && !device.isOnline && <AwayHint lastSeenAt={device.lastSeenAt} />}
    </div>
  );
}

function AwayHint({ lastSeenAt }: { lastSeenAt: Date }) {
  const now = useNow();
  return (
    <span className={styles.away}>
      last seen {formatDuration(now - lastSeenAt.getTime())} ago: the text waits
    </span>
  );
}

function labelOf(value: string, options: ReturnType<typeof simOptions>): string | undefined {
  const exact = options.find((option) => option.value === value);
  const [deviceId] = value.split("/");
  return (exact ?? options.find((option) => option.deviceId === deviceId))?.label;
}
