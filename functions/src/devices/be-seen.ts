import type { Transaction } from "../context.ts";
import { GatewayError } from "../errors.ts";
import type { Device, ReachedCap } from "../schema/device.ts";
import type { PhoneContext } from "./authenticate.ts";
import { markSeen } from "./presence.ts";
import { findDevice, updateDevice } from "./store.ts";

export async function readOwnDevice(ctx: PhoneContext, tx?: Transaction): Promise<Device> {
  const device = await findDevice(ctx.db, ctx.accountId, ctx.actor.id, tx);
  if (device === null) throw new GatewayError("unauthenticated", "This phone is not paired");
  return device;
}

/** Writes down that the phone is there, where that is news, and the caps that it has reached, where they are given. */
export function writeSeen(
  ctx: PhoneContext,
  tx: Transaction,
  device: Device,
  reachedCaps: ReachedCap[] | null = null,
): void {
  const seen = markSeen(device, ctx.now());
  if (seen === null && reachedCaps === null) return;
  updateDevice(ctx.db, tx, ctx.accountId, ctx.actor.id, {
    ...seen,
    ...(reachedCaps && { reachedCaps }),
  });
}
