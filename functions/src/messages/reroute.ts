import { type Context, withTransaction } from "../context.ts";
import { askToWake } from "../devices/ask-to-wake.ts";
import { readRoutableDevices } from "../devices/read-routable.ts";
import { isFull } from "../devices/room.ts";
import { GatewayError } from "../errors.ts";
import type { Message } from "../schema/message.ts";
import { logUnreadable } from "./log-unreadable.ts";
import { findWaiting, readMessagesAgain, updateMessage } from "./phone-store.ts";
import { chooseRoute, type RoutableDevice, type Route } from "./route.ts";

const CHUNK_MESSAGES_MAX = 50;
const CHUNKS_MAX = 20;

export interface RerouteMessagesInput {
  /** The phones to take messages from; `stuck`: all that are offline, paused or may send no more today. */
  from: readonly string[] | "stuck";
}

/** Moves messages that named no phone, and that no phone was listed, to phones that are there. Returns how many it moved. */
export async function rerouteMessages(ctx: Context, input: RerouteMessagesInput): Promise<number> {
  const devices = await readRoutableDevices(ctx, ctx.accountId, "all");
  const now = ctx.now();
  const full = new Set(
    devices.filter((phone) => phone.isOnline && isFull(phone, null, now)).map(({ id }) => id),
  );
  const sources =
    input.from === "stuck"
      ? devices
          .filter(({ id, isOnline, isPaused }) => !isOnline || isPaused || full.has(id))
          .map(({ id }) => id)
      : input.from;
  const isAway = input.from === "stuck" ? new Set<string>() : new Set(input.from);
  const present = devices.filter(
    ({ id, isOnline, isPaused }) => isOnline && !isPaused && !isAway.has(id),
  );
  let movedCount = 0;
  for (const source of sources) {
    // Where every phone is full, one is as good as another.
    const targets = full.has(source) ? present.filter(({ id }) => !full.has(id)) : present;
    if (targets.length === 0) continue;
    movedCount += await rerouteFrom(ctx, source, targets);
  }
  if (movedCount > 0) {
    ctx.log.info("messages_rerouted", { accountId: ctx.accountId, count: movedCount });
  }
  return movedCount;
}

/** A chunk of which nothing can be moved does not count. */
async function rerouteFrom(
  ctx: Context,
  source: string,
  targets: RoutableDevice[],
): Promise<number> {
  let movedCount = 0;
  let after: string | null = null;
  for (let chunks = 0; chunks < CHUNKS_MAX; ) {
    const ids: string[] = await findWaiting(ctx.db, ctx.accountId, source, {
      ...{ isReroutable: true, after, limit: CHUNK_MESSAGES_MAX },
    });
    const moved = ids.length === 0 ? 0 : await rerouteChunk(ctx, source, targets, ids);
    movedCount += moved;
    if (moved > 0) chunks += 1;
    after = ids.at(-1) ?? null;
    if (ids.length < CHUNK_MESSAGES_MAX) break;
  }
  return movedCount;
}

async function rerouteChunk(
  ctx: Context,
  source: string,
  targets: RoutableDevice[],
  ids: string[],
): Promise<number> {
  const { movedCount, unreadableIds } = await withTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const rivals = targets.map((device) => ({ ...device }));
    const woken = new Set<string>();
    let movedCount = 0;
    const read = await readMessagesAgain(ctx.db, tx, ctx.accountId, ids);
    for (const { id, message } of read.messages) {
      const isWaiting = message.status === "queued" && message.queuedFor === source;
      const route = isWaiting && message.isReroutable ? routeAnew(message, rivals, now) : null;
      if (!route) continue;
      route.device.waitingCount += 1;
      movedCount += 1;
      woken.add(route.device.id);
      updateMessage(ctx.db, tx, ctx.accountId, id, {
        deviceId: route.device.id,
        queuedFor: route.device.id,
        simSlot: route.simSlot,
        from: route.from,
        updatedAt: now,
      });
    }
    for (const deviceId of woken) askToWake(ctx, tx, deviceId);
    return { movedCount, unreadableIds: read.unreadableIds };
  });
  logUnreadable(ctx, source, unreadableIds);
  return movedCount;
}

/** The same slot where another phone has it, else whichever SIM that phone chooses. */
function routeAnew(message: Message, targets: RoutableDevice[], now: Date): Route | null {
  for (const simSlot of new Set([message.simSlot, null])) {
    try {
      return chooseRoute({ deviceId: null, simSlot, from: null }, targets, null, now);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
    }
  }
  return null;
}
