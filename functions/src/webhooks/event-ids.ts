import { derivedId } from "../ids.ts";
import type { DeviceEventType } from "../schema/event.ts";
import type { MessageStatus } from "../schema/message.ts";

/** A message reaches each status once. */
export function messageEventId(messageId: string, status: MessageStatus): string {
  return derivedId("evt", messageId, status);
}

/** A phone goes and comes often: `version` is that of its document. */
export function deviceEventId(deviceId: string, type: DeviceEventType, version: number): string {
  return derivedId("evt", deviceId, type, String(version));
}

export function disabledEventId(webhookId: string, disabledAt: Date): string {
  return derivedId("evt", webhookId, "disabled", disabledAt.toISOString());
}
