import type {
  Device,
  Network,
  Pacing,
  ReachedCap,
  SimPacing,
  WakeChannel,
} from "@handset/functions/schema/device.ts";
import { formatClock, startOfDay } from "../../ui/time.ts";

export const NETWORK_NAMES: Record<Network, string> = {
  none: "No network",
  cellular: "Mobile data",
  wifi: "Wi-Fi",
  ethernet: "Cable",
  unknown: "Network not known",
};

export const WAKE_SENTENCES: Record<WakeChannel, { short: string; long: string }> = {
  push: { short: "Woken by push", long: "A push wakes the phone within seconds." },
  stream: { short: "Connected", long: "The phone keeps a connection open and hears at once." },
  poll: {
    short: "Polls every 15 min",
    long: "Nothing can wake this phone: it asks by itself. Open the app, or choose the SSE channel in its settings.",
  },
};

export function paceSentence(pacing: Pacing): string {
  const parts = [
    ...limitsOf(pacing),
    pacing.intervalSecondsMax > 0 &&
      `${pacing.intervalSecondsMin} to ${pacing.intervalSecondsMax} s apart`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "No pace set";
}

/** Null: the SIM has no limit of its own. */
export function simLimitsSentence(limits: SimPacing | undefined): string | null {
  return limits ? limitsOf(limits).join(", ") : null;
}

function limitsOf({ perMinute, perDay }: SimPacing): string[] {
  return [
    ...(perMinute === null ? [] : [`${perMinute} a minute`]),
    ...(perDay === null ? [] : [`${perDay} a day`]),
  ];
}

/** The cap of a SIM, or of the phone where `slot` is null, if it is reached now. */
export function reachedCapOf(
  { reachedCaps }: Device,
  slot: number | null,
  now: number,
): ReachedCap | null {
  return reachedCaps.find((cap) => cap.slot === slot && cap.until.getTime() > now) ?? null;
}

export function capSentence({ sent, until }: ReachedCap, perDay: number | null, now: number) {
  const isToday = startOfDay(until).getTime() === startOfDay(new Date(now)).getTime();
  const day = isToday ? "" : "tomorrow ";
  return `${sent} of ${perDay ?? sent} in 24 hours, goes on ${day}at ${formatClock(until)}`;
}

export function canSend(device: Device): boolean {
  return device.isOnline && !device.isPaused;
}
