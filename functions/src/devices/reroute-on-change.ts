import type { Context } from "../context.ts";
import { rerouteMessages } from "../messages/reroute.ts";
import type { Device } from "../schema/device.ts";

/**
 * Moves messages when a phone comes, goes, is paused or resumed. Most of whoever causes that does it at once; a phone that was just
 * paired, or a process that died over it, leaves it to this.
 */
export async function rerouteOnChange(
  ctx: Context,
  before: Device | null,
  after: Device,
): Promise<number> {
  if ((before !== null && isThere(before)) === isThere(after)) return 0;
  return rerouteMessages(ctx, { from: "stuck" });
}

function isThere({ isOnline, isPaused }: Device): boolean {
  return isOnline && !isPaused;
}
