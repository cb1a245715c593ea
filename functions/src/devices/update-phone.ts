import { type Transaction, withTransaction } from "../context.ts";
import { GatewayError } from "../errors.ts";
import type { Device, PhoneLink } from "../schema/device.ts";
import type { PhoneContext } from "./authenticate.ts";
import { findLink, updateLink } from "./link-store.ts";
import { markSeen } from "./presence.ts";
import { isSameSims, mergeSims, type ReportedSim } from "./sims.ts";
import { findDevice, updateDevice } from "./store.ts";
import { tryPush } from "./try-push.ts";

export interface UpdatePhoneInput {
  /** Null: the phone has none, and opens an event stream. */
  pushToken: string | null;
  /** Absent: nothing new is told of them. */
  sims?: ReportedSim[];
  appVersion: string | null;
}

/** Records what a phone says of itself when it goes online and when its push token changes. */
export async function updatePhone(ctx: PhoneContext, input: UpdatePhoneInput): Promise<void> {
  const deviceId = ctx.actor.id;
  const { pushToken } = input;
  const isNewToken = await withTransaction(ctx, async (tx) => {
    const { device, link } = await readPhone(ctx, tx);
    const changes = {
      ...markSeen(device, ctx.now()),
      ...deviceChanges(device, link, input),
    };
    if (Object.keys(changes).length > 0) {
      updateDevice(ctx.db, tx, ctx.accountId, deviceId, changes);
    }
    if (pushToken === link.pushToken) return false;
    updateLink(ctx.db, tx, deviceId, { pushToken });
    return true;
  });
  if (isNewToken && pushToken !== null) {
    await tryPush(ctx, { accountId: ctx.accountId, deviceId, pushToken });
  }
}

async function readPhone(ctx: PhoneContext, tx: Transaction) {
  const [device, link] = await Promise.all([
    findDevice(ctx.db, ctx.accountId, ctx.actor.id, tx),
    findLink(ctx.db, ctx.actor.id, tx),
  ]);
  if (device === null || link === null) {
    throw new GatewayError("unauthenticated", "This phone is not paired");
  }
  return { device, link };
}

function deviceChanges(device: Device, link: PhoneLink, input: UpdatePhoneInput): Partial<Device> {
  const changes: Partial<Device> = {};
  const wakeChannel = channelAfter(device, link, input.pushToken);
  if (wakeChannel !== device.wakeChannel) changes.wakeChannel = wakeChannel;
  if (input.appVersion !== null && input.appVersion !== device.appVersion) {
    changes.appVersion = input.appVersion;
  }
  const sims = input.sims && mergeSims(device.sims, input.sims);
  if (sims && !isSameSims(sims, device.sims)) changes.sims = sims;
  return changes;
}

/** A phone without push is on `stream` from the moment that it opens one. */
function channelAfter(
  { wakeChannel }: Device,
  { pushToken: before }: PhoneLink,
  pushToken: string | null,
): Device["wakeChannel"] {
  if (pushToken === null) return wakeChannel === "stream" ? "stream" : "poll";
  return pushToken === before ? wakeChannel : "push";
}
