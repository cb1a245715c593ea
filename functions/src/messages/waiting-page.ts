import type { PhoneContext } from "../devices/authenticate.ts";
import type { NotedPull } from "../devices/note-pull.ts";
import type { Device, PhoneLink, ReachedCap } from "../schema/device.ts";
import { listForPhone, type ReadMessage } from "./phone-store.ts";

export interface PageRequest {
  order: "fifo" | "lifo";
  max: number;
  now: Date;
  /** Whether the phone is to be told of a message at all. */
  isListed: (read: ReadMessage) => boolean;
}

/** What was read of what waits for a phone. */
export interface WaitingPage {
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
  { order, max, isListed }: PageRequest,
): Promise<WaitingPage> {
  const { messages, readVersion } = await listForPhone(ctx.db, ctx.accountId, ctx.actor.id, {
    order,
    limit: max,
  });
  const listed = messages.filter(isListed);
  const fresh = listed.filter(isQueued);
  // What was never listed comes first, so a page that ends with something else is all there is.
  const hasMore = messages.length === max && messages.slice(-1).some(isQueued);
  return {
    handOver: () => ({
      fresh,
      relisted: listed.filter((read) => !isQueued(read)),
      readVersion,
      newCount: fresh.length,
      extent: isPaused ? "withheld" : hasMore ? "page" : "all",
      heldUntil: null,
      releases: null,
      reachedCaps: null,
    }),
  };
}

function isQueued({ message }: ReadMessage): boolean {
  return message.status === "queued";
}
