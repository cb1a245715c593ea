import type { Device, Network, Pacing, WakeChannel } from "@handset/functions/schema/device.ts";

export const NETWORK_NAMES: Record<Network, string> = {
  none: "No network",
  cellular: "Mobile data",
  wifi: "Wi-Fi",
  ethernet: "Cable",
  unknown: "Network not known",
};

export const WAKE_SENTENCES: Record<WakeChannel, { short: string; long: string }> = {
  push: { short: "Woken by push", long: "A push wakes the phone within seconds." },
  stream: { short: "Listens", long: "The phone keeps a connection open and hears at once." },
  poll: {
    short: "Asks every 15 min",
    long: "Nothing can wake this phone: it asks by itself. Open the app, or choose the SSE channel in its settings.",
  },
};

export function paceSentence(pacing: Pacing): string {
  const parts = [
    pacing.perMinute !== null && `${pacing.perMinute} a minute`,
    pacing.perDay !== null && `${pacing.perDay} a day`,
    pacing.intervalSecondsMax > 0 &&
      `${pacing.intervalSecondsMin} to ${pacing.intervalSecondsMax} s apart`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "No pace set";
}

export function canSend(device: Device): boolean {
  return device.isOnline && !device.isPaused;
}
