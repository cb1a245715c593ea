import type { PhoneContext } from "../devices/authenticate.ts";
import type { NotedPull } from "../devices/note-pull.ts";
import type { Device, PhoneLink, ReachedCap } from "../schema/device.ts";
import { listDispatched, listForPhone, type ReadMessage } from "./phone-store.ts";

/** Full pages within this time ask for one more pull together. */
const RELIST_STEP_MS = 10_000;

export interface PageRequest {
  order: "fifo" | "lifo";
  max: number;
  now: Date;
  /** Whether the phone is to be told of a message at all. */
  isListed: (read: ReadMessage) => boolean;
}

/** What was read of what waits for a phone. */
export interface WaitingPage {
  unreadableIds: string[];
  /** Decides what is handed over of it, by what the transaction reads. */
  handOver(device: Device, releases: PhoneLink["releases"]): HandOver;
}

export interface HandOver extends Omit<NotedPull, "startedAt"> {
  /** Listed for the first time, each as it is from now on. */
  fresh: ReadMessage[];
  relisted: ReadMessage[];
  /** Null: nothing is new. */
  reachedCaps: ReachedCap[] | null;
}

/** All that waits, for a phone without limits of the server's, or one that is paused. */
export async function readWholePage(
  ctx: PhoneContext,
  { isPaused }: Device,
  { order, max, now, isListed }: PageRequest,
): Promise<WaitingPage> {
  const { db, accountId, actor } = ctx;
  // Paused, it is told only what to cancel, which would come after all that waits.
  const { messages, unreadableIds, readVersion } = isPaused
    ? await listDispatched(db, accountId, actor.id, max)
    : await listForPhone(db, accountId, actor.id, { order, limit: max });
  const listed = messages.filter(isListed);
  const fresh = listed.filter(isQueued);
  // What was never listed comes first, so a page that ends with something else is all there is.
  const isFull = messages.length === max;
  const hasMore = isFull && messages.slice(-1).some(isQueued);
  return {
    unreadableIds,
    handOver: () => ({
      fresh,
      relisted: listed.filter((read) => !isQueued(read)),
      readVersion,
      newCount: fresh.length,
      extent: isPaused ? "withheld" : hasMore ? "page" : "all",
      heldUntil: isFull && !hasMore && !isPaused ? relistAt(now) : null,
      releases: null,
      reachedCaps: null,
    }),
  };
}

/**
 * When to list again what a full page left out of that which was listed before: the answer that held it may be lost, and the phone knows of
 * none that it should ask for. By then it has reported some of what it holds.
 */
export function relistAt(now: Date): Date {
  const step = Math.floor(now.getTime() / RELIST_STEP_MS);
  return new Date((step + 2) * RELIST_STEP_MS);
}

function isQueued({ message }: ReadMessage): boolean {
  return message.status === "queued";
}
