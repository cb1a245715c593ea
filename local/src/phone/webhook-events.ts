import type { Capabilities, WebhookEvent } from "./capabilities.ts";
import type { Clock } from "./clock.ts";
import { toGson } from "./gson.ts";
import { formatGsonDate } from "./gson-date.ts";
import type { MessageState } from "./message-state.ts";
import { nanoId } from "./nano-id.ts";
import type { SimCard } from "./sim-cards.ts";
import type { InboxText } from "./stores/inbox.ts";
import type { StoredMessage } from "./stores/messages.ts";
import type { Preferences, Registration } from "./stores/preferences.ts";
import type { WebhookStore } from "./stores/webhooks.ts";

export interface WebhookEvents {
  /** Queues the event for every webhook that asked for it. The count of webhooks. */
  emit(event: WebhookEvent, payload: object, copies?: number): number;
  messageChanged(message: StoredMessage, phoneNumber: string, change: StateChange): void;
  textReceived(text: InboxText, copies: number): number;
}

export interface StateChange {
  state: MessageState;
  error: string | null;
}

export interface WebhookEventsParts {
  clock: Clock;
  capabilities: Capabilities;
  preferences: Preferences;
  webhooks: WebhookStore;
  simCards: readonly SimCard[];
  utcOffsetMinutes: number;
  /** Called when the queue has grown. */
  onQueued(): void;
}

/** What the phone tells webhooks. Field order is the app's: the event's own fields, then the common block. */
export function createWebhookEvents(parts: WebhookEventsParts): WebhookEvents {
  const { clock, capabilities, preferences, webhooks, simCards } = parts;

  function emit(event: WebhookEvent, payload: object, copies = 1): number {
    const deviceId = preferences.get<Registration>("registration")?.id;
    if (deviceId === undefined) return 0;
    const targets = webhooks.forEvent(event);
    for (const { id: webhookId, url } of targets) {
      const envelope = { id: nanoId(), webhookId, event, deviceId, payload };
      webhooks.enqueue({ url, event, payload: toGson(envelope), copies }, clock.now());
    }
    if (targets.length > 0) parts.onQueued();
    return targets.length;
  }

  function commonBlock(
    messageId: string,
    simNumber: number | null,
    ends: { sender: string | null; recipient: string | null; other: string },
  ) {
    const named = capabilities.can("senderAndRecipient");
    return {
      messageId,
      sender: (named && ends.sender) || undefined,
      recipient: (named && ends.recipient) || undefined,
      simNumber: simNumber ?? undefined,
      phoneNumber: ends.other,
    };
  }

  const numberOfSim = (simNumber: number | null) =>
    simCards.find((sim) => sim.slotIndex + 1 === simNumber)?.phoneNumber ?? null;
  const date = (epochMs: number) => formatGsonDate(epochMs, parts.utcOffsetMinutes);

  return {
    emit,
    messageChanged: (message, phoneNumber, { state, error }) => {
      const now = date(clock.now());
      const common = commonBlock(message.id, message.simNumber, {
        sender: numberOfSim(message.simNumber),
        recipient: phoneNumber,
        other: phoneNumber,
      });
      switch (state) {
        case "Sent":
          emit("sms:sent", { partsCount: message.partsCount ?? -1, sentAt: now, ...common });
          return;
        case "Delivered":
          emit("sms:delivered", { deliveredAt: now, ...common });
          return;
        case "Failed":
          emit("sms:failed", { failedAt: now, reason: error ?? "Unknown", ...common });
          return;
        case "Cancelled":
          emit("sms:cancelled", { cancelledAt: now, ...common });
          return;
        case "Pending":
        case "Cancelling":
        case "Processed":
          return;
      }
    },
    textReceived: (text, copies) => {
      const simNumber = text.slotIndex + 1;
      const common = commonBlock(text.id, simNumber, {
        sender: text.sender,
        recipient: numberOfSim(simNumber),
        other: text.sender,
      });
      const own = { message: text.text, receivedAt: date(text.receivedAt) };
      return emit("sms:received", { ...own, ...common }, copies);
    },
  };
}
