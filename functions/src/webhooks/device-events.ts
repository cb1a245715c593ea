import type { Device } from "../schema/device.ts";
import type { DeviceEventType } from "../schema/event.ts";

const LOW_BATTERY_PERCENT = 15;

type Condition = Pick<Device, "isOnline" | "battery">;

/** What one change of a phone's document is worth telling. */
export function deviceEventTypes(
  before: Condition | null,
  after: Condition | null,
): DeviceEventType[] {
  if (after === null) return [];
  const types: DeviceEventType[] = [];
  if (after.isOnline && !before?.isOnline) types.push("device.online");
  if (!after.isOnline && before?.isOnline) types.push("device.offline");
  if (isLow(after) && !(before && isLow(before))) types.push("device.low_battery");
  return types;
}

function isLow({ battery }: Condition): boolean {
  return battery !== null && !battery.isCharging && battery.levelPercent <= LOW_BATTERY_PERCENT;
}
