import { withTransaction } from "../context.ts";
import type { PhoneContext } from "../devices/authenticate.ts";
import { readOwnDevice, writeSeen } from "../devices/be-seen.ts";
import { notePull } from "../devices/note-pull.ts";
import { isLimited } from "../devices/room.ts";
import { enqueueWake } from "../devices/wake.ts";
import { GatewayError } from "../errors.ts";
import type { Device } from "../schema/device.ts";
import type { StoredMessage } from "./change-store.ts";
import { readLimitedPage } from "./limited-page.ts";
import { logUnreadable } from "./log-unreadable.ts";
import { isChangedSince, markDispatched } from "./phone-store.ts";
import { readWholePage } from "./waiting-page.ts";

const PAGE_MESSAGES_MAX = 100;
const ATTEMPTS_MAX = 5;

export type HandedMessage = StoredMessage;

export interface HandOverMessagesInput {
  order: "fifo" | "lifo";
  /** Older apps send what they are told to cancel. */
  understandsCancel: boolean;
}

/**
 * Gives a phone what waits for it, until it reports that it holds it. The list is read outside the transaction that marks it, so
 * that a pull never stands in the way of an accept; a message that changed in between makes the pull start over.
 */
export async function handOverMessages(
  ctx: PhoneContext,
  input: HandOverMessagesInput,
): Promise<StoredMessage[]> {
  const startedAt = ctx.now();
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    try {
      return await handOverPage(ctx, input, startedAt);
    } catch (error) {
      if (!isChangedSince(error)) throw error;
    }
  }
  throw new GatewayError("unavailable", "Too busy right now", { retryAfterSeconds: 1 });
}

async function handOverPage(
  ctx: PhoneContext,
  input: HandOverMessagesInput,
  startedAt: Date,
): Promise<StoredMessage[]> {
  const deviceId = ctx.actor.id;
  const device = await readOwnDevice(ctx);
  const now = ctx.now();
  const keepsLimits = isLimited(device) && !device.isPaused;
  const page = await (keepsLimits ? readLimitedPage : readWholePage)(ctx, device, {
    order: input.order,
    max: PAGE_MESSAGES_MAX,
    now,
    isListed: ({ message }) => isToBeListed(message, device, input, now),
  });
  const { pull, planAt, heldUntil } = await withTransaction(ctx, async (tx) => {
    // Limits that changed meanwhile count: nobody would wake the phone for what they hold back no more.
    const current = keepsLimits ? await readOwnDevice(ctx, tx) : device;
    const noted = await notePull(ctx, tx, deviceId, (releases) => ({
      startedAt,
      ...page.handOver(current, releases),
    }));
    if (noted === null) throw new GatewayError("unauthenticated", "This phone is not paired");
    for (const message of noted.pull.fresh) {
      markDispatched(ctx.db, tx, ctx.accountId, message, now);
    }
    noted.write();
    writeSeen(ctx, tx, current, noted.pull.reachedCaps);
    return noted;
  });
  logUnreadable(ctx, deviceId, page.unreadableIds);
  for (const at of [planAt, heldUntil]) {
    if (at !== null) await enqueueWake(ctx, deviceId, at);
  }
  return inOrder([...pull.fresh, ...pull.relisted], input.order);
}

function isToBeListed(
  message: StoredMessage["message"],
  { isPaused }: Device,
  { understandsCancel }: HandOverMessagesInput,
  now: Date,
): boolean {
  if (message.isCanceling) return understandsCancel;
  if (isPaused) return false;
  return message.expiresAt === null || message.expiresAt > now;
}

function inOrder(messages: StoredMessage[], order: "fifo" | "lifo"): StoredMessage[] {
  const sign = order === "fifo" ? 1 : -1;
  return messages.toSorted(
    (left, right) =>
      right.message.priority - left.message.priority ||
      sign * (left.message.createdAt.getTime() - right.message.createdAt.getTime()),
  );
}
