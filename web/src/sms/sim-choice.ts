import type { Device } from "@handset/functions/schema/device.ts";
import type { Doc } from "../database.ts";

/** A phone, and which of its SIMs; null: the phone chooses. */
export interface SimChoice {
  deviceId: string;
  simSlot: number | null;
}

export interface SimOption extends SimChoice {
  value: string;
  label: string;
  isAway: boolean;
}

export const simValue = ({ deviceId, simSlot }: SimChoice): string =>
  `${deviceId}/${simSlot ?? ""}`;

export function parseSimValue(value: string): SimChoice | null {
  const [deviceId, slot] = value.split("/");
  return deviceId ? { deviceId, simSlot: slot ? Number(slot) : null } : null;
}

/** Each SIM of each phone, or the phone where it has told of none. */
export function simOptions(
  devices: readonly Doc<Device>[],
  format: (number: string) => string,
): SimOption[] {
  return devices.flatMap(({ id, data }) => {
    const isAway = !data.isOnline || data.isPaused;
    const state = data.isPaused ? " (paused)" : data.isOnline ? "" : " (offline)";
    const slots = data.sims.length > 0 ? data.sims : [null];
    return slots.map((sim) => {
      const choice = { deviceId: id, simSlot: sim?.slot ?? null };
      const parts = sim
        ? [`SIM ${sim.slot}`, sim.number ? format(sim.number) : sim.carrier].filter(Boolean)
        : [];
      return {
        ...choice,
        value: simValue(choice),
        label: [data.name, ...parts].join(" · ") + state,
        isAway,
      };
    });
  });
}
