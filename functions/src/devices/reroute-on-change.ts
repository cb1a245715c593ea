import type { Context } from "../context.ts";
import { rerouteMessages } from "../messages/reroute.ts";
import type { Device } from "../schema/device.ts";
import { writeAwayAt } from "./link-store.ts";
import { isFull } from "./room.ts";

export interface DeviceChange {
  deviceId: string;
  before: Device | null;
  after: Device;
}

/**
 * Moves messages when a phone comes, goes, is paused or resumed, reaches its limits or is given new ones. Whoever causes that leaves it
 * to this, which goes by how the phones are now: it may come late and twice.
 */
export async function rerouteOnChange(
  ctx: Context,
  { deviceId, before, after }: DeviceChange,
): Promise<number> {
  const now = ctx.now();
  const isThere = canSend(after, now);
  if ((before !== null && canSend(before, now)) === isThere) return 0;
  // First: what is accepted too late to be moved here is moved by the request to wake this phone.
  if (before !== null) await writeAwayAt(ctx.db, deviceId, isThere ? null : now);
  return rerouteMessages(ctx, { from: "stuck" });
}

function canSend(device: Device, now: Date): boolean {
  return device.isOnline && !device.isPaused && !isFull(device, null, now);
}
