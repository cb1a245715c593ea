import { withTransaction } from "../context.ts";
import type { PhoneContext } from "./authenticate.ts";
import { readOwnDevice } from "./be-seen.ts";
import { findLink } from "./link-store.ts";
import { touchDevice, updateDevice } from "./store.ts";

/** Writes down that the phone has opened a stream. */
export async function startStreaming(ctx: PhoneContext): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [, link] = await Promise.all([
      readOwnDevice(ctx, tx),
      findLink(ctx.db, ctx.actor.id, tx),
    ]);
    updateDevice(ctx.db, tx, ctx.accountId, ctx.actor.id, {
      isOnline: true,
      lastSeenAt: ctx.now(),
      ...(link?.pushToken === null && { wakeChannel: "stream" }),
    });
  });
}

/** Writes down, each minute, that the stream is still open: one write and no read. */
export async function keepStreaming(ctx: PhoneContext): Promise<void> {
  await touchDevice(ctx.db, ctx.accountId, ctx.actor.id, ctx.now());
}
