import { useSyncExternalStore } from "react";
import { formatDuration, formatFull } from "./time.ts";

const listeners = new Set<() => void>();
let minute = Date.now();
setInterval(() => {
  minute = Date.now();
  for (const listener of listeners) listener();
}, 30_000);

/** The present, in steps of half a minute. */
export function useNow(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => minute,
  );
}

export function RelativeTime({ at }: { at: Date }) {
  const now = Math.max(useNow(), at.getTime());
  return (
    <time dateTime={at.toISOString()} title={formatFull(at)}>
      {now - at.getTime() < 60_000 ? "just now" : `${formatDuration(now - at.getTime())} ago`}
    </time>
  );
}
