import type { Context } from "../context.ts";
import { rerouteMessages } from "../messages/reroute.ts";
import type { Device } from "../schema/device.ts";
import { isFull } from "./room.ts";

/**
 * Moves messages when a phone comes, goes, is paused or resumed, reaches its limits or is given new ones. Whoever causes that leaves it
 * to this, which goes by how the phones are now: it may come late and twice.
 */
export async function rerouteOnChange(
  ctx: Context,
  before: Device | null,
  after: Device,
): Promise<number> {
  const now = ctx.now();
  if ((before !== null && canSend(before, now)) === canSend(after, now)) return 0;
  return rerouteMessages(ctx, { from: "stuck" });
}

function canSend(device: Device, now: Date): boolean {
  return device.isOnline && !device.isPaused && !isFull(device, null, now);
}
