import type { Device } from "@handset/functions/schema/device.ts";
import { Badge } from "../../ui/badge.tsx";
import { useNow } from "../../ui/relative-time.tsx";
import styles from "./sim-limits.module.css";
import { capSentence, reachedCapOf, simLimitsSentence } from "./wording.ts";

/** What a SIM may send, and until when it may not. */
export function SimLimits({ device, slot }: { device: Device; slot: number }) {
  const now = useNow();
  const limits = device.simPacing[slot];
  const sentence = simLimitsSentence(limits);
  const cap = reachedCapOf(device, slot, now);
  if (sentence === null) return null;
  return (
    <div className={styles.limits}>
      {sentence}
      {cap && <Badge tone="warn">{capSentence(cap, limits?.perDay ?? null, now)}</Badge>}
    </div>
  );
}

/** Until when the whole phone may send no more. */
export function PhoneCap({ device }: { device: Device }) {
  const now = useNow();
  const cap = reachedCapOf(device, null, now);
  if (!cap) return null;
  return (
    <li>
      <Badge tone="warn">{capSentence(cap, device.pacing.perDay, now)}</Badge>
    </li>
  );
}
