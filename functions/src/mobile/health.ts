import { z } from "zod";
import type { Health } from "../devices/report-health.ts";
import type { Network } from "../schema/device.ts";

const Check = z.object({ observedValue: z.number() });

export const PingPayload = z.object({
  health: z.object({
    version: z.string().max(40).nullish(),
    checks: z.record(z.string(), z.unknown()).default({}),
  }),
});

/** Transport flags, the cheapest first: a phone on Wi-Fi and cellular is on Wi-Fi. */
const TRANSPORTS: readonly (readonly [number, Network])[] = [
  [8, "ethernet"],
  [4, "wifi"],
  [2, "cellular"],
  [1, "unknown"],
];

/** What a ping says of a phone. */
export function toHealth({ health }: z.output<typeof PingPayload>): Health {
  const observed = (name: string) => {
    const check = Check.safeParse(health.checks[name]);
    return check.success ? check.data.observedValue : null;
  };
  const level = observed("battery:level");
  const isChargingFlags = observed("battery:charging") ?? 0;
  return {
    appVersion: health.version ?? null,
    battery:
      level === null || level < 0 || level > 100
        ? null
        : { levelPercent: level, isCharging: (isChargingFlags & 1) === 1 },
    network: toNetwork(observed("connection:status"), observed("connection:transport")),
  };
}

function toNetwork(status: number | null, transport: number | null): Network | null {
  if (status === 0) return "none";
  if (transport === null) return null;
  return TRANSPORTS.find(([flag]) => (transport & flag) !== 0)?.[1] ?? "unknown";
}
