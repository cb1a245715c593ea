import { withTransaction } from "../context.ts";
import type { PhoneContext } from "../devices/authenticate.ts";
import { readOwnDevice, writeSeen } from "../devices/be-seen.ts";
import { notePull } from "../devices/note-pull.ts";
import { enqueueWake } from "../devices/wake.ts";
import { GatewayError } from "../errors.ts";
import type { Device } from "../schema/device.ts";
import type { StoredMessage } from "./change-store.ts";
import { isChangedSince, listForPhone, markDispatched, type ReadMessage } from "./phone-store.ts";
import { rerouteMessages } from "./reroute.ts";

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
  const [device, page] = await Promise.all([
    readOwnDevice(ctx),
    listForPhone(ctx.db, ctx.accountId, deviceId, {
      order: input.order,
      limit: PAGE_MESSAGES_MAX,
    }),
  ]);
  const now = ctx.now();
  const listed = page.messages.filter(({ message }) => isToBeListed(message, device, input, now));
  const fresh = listed.filter(({ message }) => message.status === "queued");
  const pull = {
    startedAt,
    readVersion: page.readVersion,
    newCount: fresh.length,
    extent: extentOf(page.messages, device),
  };
  const planAt = await withTransaction(ctx, async (tx) => {
    const noted = await notePull(ctx, tx, deviceId, pull);
    if (noted === null) throw new GatewayError("unauthenticated", "This phone is not paired");
    for (const message of fresh) markDispatched(ctx.db, tx, ctx.accountId, message, now);
    noted.write();
    writeSeen(ctx, tx, device);
    return noted.outcome.planAt;
  });
  if (planAt !== null) await enqueueWake(ctx, deviceId, planAt);
  if (!device.isOnline) await rerouteMessages(ctx, { from: "absent" });
  return inOrder(listed, input.order);
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

/** What was never listed comes first in a page, so a page that ends with something else is all there is. */
function extentOf(page: ReadMessage[], { isPaused }: Device): "all" | "page" | "withheld" {
  if (isPaused) return "withheld";
  const isFull = page.length === PAGE_MESSAGES_MAX;
  return isFull && page.at(-1)?.message.status === "queued" ? "page" : "all";
}

function inOrder(messages: StoredMessage[], order: "fifo" | "lifo"): StoredMessage[] {
  const sign = order === "fifo" ? 1 : -1;
  return messages.toSorted(
    (left, right) =>
      right.message.priority - left.message.priority ||
      sign * (left.message.createdAt.getTime() - right.message.createdAt.getTime()),
  );
}
