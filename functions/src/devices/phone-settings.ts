import type { Device, Pacing, PhoneLink } from "../schema/device.ts";

const PING_SECONDS = 300;
const HOOK_RETRIES = 15;

/** What a phone is told to be set to. A value that it cannot take stops it from ever being set again, so each is one of its own. */
export interface PhoneSettings {
  messages: {
    processing_order: "FIFO";
    send_interval_min: number;
    send_interval_max: number;
    limit_period: "Disabled" | "PerMinute" | "PerDay";
    limit_value: number;
  };
  webhooks: { signing_key: string; retry_count: number };
  ping: { interval_seconds: number };
  gateway?: { notification_channel: "SSE_ONLY" };
}

export function describeSettings(
  { pacing }: Pick<Device, "pacing">,
  { signingKey, isPushRefused }: Pick<PhoneLink, "signingKey" | "isPushRefused">,
): PhoneSettings {
  return {
    messages: {
      processing_order: "FIFO",
      send_interval_min: pacing.intervalSecondsMin,
      send_interval_max: pacing.intervalSecondsMax,
      ...limitOf(pacing),
    },
    webhooks: { signing_key: signingKey, retry_count: HOOK_RETRIES },
    ping: { interval_seconds: PING_SECONDS },
    ...(isPushRefused && { gateway: { notification_channel: "SSE_ONLY" } }),
  };
}

/** The app keeps one limit: the tighter window wins where both are set. */
function limitOf({ perMinute, perDay }: Pacing) {
  if (perMinute !== null) return { limit_period: "PerMinute", limit_value: perMinute } as const;
  if (perDay !== null) return { limit_period: "PerDay", limit_value: perDay } as const;
  return { limit_period: "Disabled", limit_value: 0 } as const;
}
