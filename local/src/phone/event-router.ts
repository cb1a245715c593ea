import type { BackgroundWork } from "./background-work.ts";
import type { Capabilities, PushEvent } from "./capabilities.ts";
import { parseJson, readObject, readString } from "./gson.ts";
import type { Inbound } from "./inbound.ts";
import { type Log, reasonOf } from "./log.ts";
import type { MessageUpdates } from "./message-updates.ts";

export interface EventRouterParts {
  capabilities: Capabilities;
  log: Log;
  pull: BackgroundWork;
  webhooksUpdate: BackgroundWork;
  settingsUpdate: BackgroundWork;
  updates: MessageUpdates;
  inbound: Inbound;
}

/** Takes an event from the stream or from FCM; without a name it means that messages wait. Never throws. */
export type RouteEvent = (event: string | undefined, data: string) => void;

export function createEventRouter(parts: EventRouterParts): RouteEvent {
  const { capabilities, log } = parts;

  function act(name: PushEvent, data: string): void {
    switch (name) {
      case "MessageEnqueued":
        parts.pull.trigger();
        break;
      case "WebhooksUpdated":
        parts.webhooksUpdate.trigger();
        break;
      case "SettingsUpdated":
        parts.settingsUpdate.trigger();
        break;
      case "MessagesExportRequested":
        parts.inbound.exportInbox(data);
        break;
      case "MessageCancelled": {
        const fields = readObject(parseJson(data), "the data of MessageCancelled");
        const messageId = readString(fields.messageId, "messageId");
        if (messageId === null)
          throw new TypeError("the data of MessageCancelled has no messageId");
        parts.updates.cancel(messageId);
      }
    }
  }

  return (event = "MessageEnqueued", data) => {
    if (!capabilities.knowsPushEvent(event)) {
      log("warn", "event of unknown name ignored", { event });
      return;
    }
    try {
      act(event, data);
    } catch (error) {
      log("warn", "event not understood", { event, reason: reasonOf(error) });
    }
  };
}
