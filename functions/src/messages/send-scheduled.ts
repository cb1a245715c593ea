import { type Services, systemContext, withTransaction } from "../context.ts";
import { askToWake } from "../devices/ask-to-wake.ts";
import { readDevice } from "../devices/read-device.ts";
import { isFull } from "../devices/room.ts";
import type { Device } from "../schema/device.ts";
import type { Message } from "../schema/message.ts";
import { walkPages } from "../walk-pages.ts";
import { applyChange, readMessage } from "./change-store.ts";
import { type Due, findOverdue } from "./due-store.ts";
import { endMessage } from "./end-message.ts";
import { updateMessage } from "./phone-store.ts";
import { rerouteMessages } from "./reroute.ts";

/** A task may run this early by another machine's clock. */
const CLOCK_SKEW_MS = 1_000;
/** A task that has not run so long after its time was lost. */
const TASK_PATIENCE_MS = 30_000;

/** Queues a scheduled message whose time has come. Whatever is not scheduled, or not due, stays as it is. */
export async function sendScheduledMessage(
  services: Services,
  { accountId, messageId }: Due,
): Promise<"queued" | "failed" | "unchanged"> {
  const ctx = systemContext(services, accountId);
  const { result, message } = await withTransaction(ctx, async (tx) => {
    const message = await readMessage(ctx.db, tx, accountId, messageId);
    const now = ctx.now();
    const wasQueued = message?.status === "queued" && message.isReroutable;
    if (message === null || !(wasQueued || isDue(message, now))) {
      return { result: "unchanged", message } as const;
    }
    const device = await readDevice(ctx, message.deviceId, tx);
    const isThere = device !== null && mayTake(device, now);
    // The run that queued it may have died before it found another phone.
    if (wasQueued) return { result: isThere ? "unchanged" : "rerouting", message } as const;
    if (device === null && !message.isReroutable) {
      const failure = { code: "device_removed", detail: "Its phone was removed." } as const;
      const change = endMessage(message, { status: "failed", at: now, failure }, now);
      if (change) await applyChange(ctx.db, tx, accountId, { id: messageId, message }, change);
      return { result: "failed", message } as const;
    }
    updateMessage(ctx.db, tx, accountId, messageId, {
      status: "queued",
      timeline: { ...message.timeline, queued: now },
      queuedFor: message.deviceId,
      updatedAt: now,
    });
    askToWake(ctx, tx, message.deviceId);
    return { result: isThere ? "queued" : "rerouting", message } as const;
  });
  if (result !== "rerouting") return result;
  if (message?.isReroutable) await rerouteMessages(ctx, { from: [message.deviceId] });
  return "queued";
}

/** Makes up for lost tasks. Returns how many messages were overdue. */
export async function releaseScheduledMessages(
  services: Services,
  pageSize?: number,
): Promise<number> {
  const at = new Date(services.now().getTime() - TASK_PATIENCE_MS);
  let count = 0;
  await walkPages(
    (page) => findOverdue(services.db, at, page),
    async (due) => {
      count += 1;
      await sendScheduledMessage(services, due);
    },
    pageSize,
  );
  return count;
}

function mayTake(device: Device, now: Date): boolean {
  return device.isOnline && !device.isPaused && !isFull(device, null, now);
}

function isDue({ status, sendAt }: Message, now: Date): boolean {
  return status === "scheduled" && (sendAt?.getTime() ?? 0) <= now.getTime() + CLOCK_SKEW_MS;
}
