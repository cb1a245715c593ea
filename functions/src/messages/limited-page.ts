import type { PhoneContext } from "../devices/authenticate.ts";
import { readRoom } from "../devices/read-room.ts";
import { isSameCaps, Room, standingCaps } from "../devices/room.ts";
import type { Device } from "../schema/device.ts";
import { SIM_SLOTS } from "../schema/phone-number.ts";
import { decideRelease } from "./decide-release.ts";
import { listDispatched, listWaitingFor } from "./phone-store.ts";
import { type PageRequest, relistAt, type WaitingPage } from "./waiting-page.ts";

/**
 * What waits for a phone whose limits the server keeps: of each SIM as much as there is room for, and one more to know whether
 * anything is held back.
 */
export async function readLimitedPage(
  ctx: PhoneContext,
  device: Device,
  { max, now, isListed }: PageRequest,
): Promise<WaitingPage> {
  const deviceId = ctx.actor.id;
  const room = await readRoom(ctx, device);
  const [dispatched, ...queued] = await Promise.all([
    listDispatched(ctx.db, ctx.accountId, deviceId, max),
    ...[...SIM_SLOTS, null].map(async (slot) => {
      const limit = Math.min(room.left(slot), max) + 1;
      const page = await listWaitingFor(ctx.db, ctx.accountId, deviceId, { slot, limit });
      return { ...page, slot, isCut: page.messages.length === limit };
    }),
  ]);
  const relisted = dispatched.messages.filter(isListed);
  const waiting = queued.map((page) => ({ ...page, messages: page.messages.filter(isListed) }));
  const readVersion = Math.min(...[dispatched, ...queued].map((page) => page.readVersion));
  return {
    unreadableIds: [dispatched, ...queued].flatMap((page) => page.unreadableIds),
    handOver(current, before) {
      const room = new Room(current, before, now);
      const { released, hasMore, heldUntil } = decideRelease(waiting, room, { max, now });
      const isCut = dispatched.messages.length === max || released.length + relisted.length > max;
      const reached = room.reachedCaps();
      return {
        fresh: released,
        relisted: relisted.slice(0, max - released.length),
        readVersion,
        newCount: released.length,
        extent: hasMore ? "page" : "all",
        heldUntil: isCut ? earlier(heldUntil, relistAt(now)) : heldUntil,
        releases: released.length > 0 ? room.releases : null,
        reachedCaps: isSameCaps(reached, standingCaps(current, now)) ? null : reached,
      };
    },
  };
}

function earlier(one: Date | null, other: Date): Date {
  return one !== null && one < other ? one : other;
}
