import type { Device } from "../schema/device.ts";

/** A phone that is seen all the time is written down once in this time. */
const SEEN_INTERVAL_MS = 60_000;

/** What being seen changes of a phone, or null when it was written down a moment ago. */
export function markSeen(
  device: Pick<Device, "isOnline" | "lastSeenAt">,
  now: Date,
): Pick<Device, "isOnline" | "lastSeenAt"> | null {
  const isRecent = now.getTime() - device.lastSeenAt.getTime() < SEEN_INTERVAL_MS;
  return device.isOnline && isRecent ? null : { isOnline: true, lastSeenAt: now };
}
