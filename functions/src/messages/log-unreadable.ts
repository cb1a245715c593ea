import type { Context } from "../context.ts";

const IDS_MAX = 20;

/** One line for all that was passed over, since its schema refuses it. */
export function logUnreadable(
  { log, accountId }: Context,
  deviceId: string,
  messageIds: readonly string[],
): void {
  if (messageIds.length === 0) return;
  log.error("messages_unreadable", {
    ...{ accountId, deviceId },
    count: messageIds.length,
    messageIds: messageIds.slice(0, IDS_MAX),
  });
}
