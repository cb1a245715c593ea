import type { Capabilities } from "./capabilities.ts";
import type { Clock } from "./clock.ts";
import type { GatewayApi } from "./gateway-api.ts";
import { formatGsonDate } from "./gson-date.ts";
import { type Log, reasonOf } from "./log.ts";
import type { MessageUpdates } from "./message-updates.ts";
import { type PulledMessage, parsePulledMessages } from "./pulled-message.ts";
import type { Radio } from "./radio.ts";
import type { Settings } from "./settings.ts";
import type { PhoneDatabase } from "./stores/database.ts";
import type { MessageStore } from "./stores/messages.ts";
import type { Preferences, Registration } from "./stores/preferences.ts";

export interface PullParts {
  clock: Clock;
  api: GatewayApi;
  capabilities: Capabilities;
  database: PhoneDatabase;
  preferences: Preferences;
  settings: Settings;
  messages: MessageStore;
  updates: MessageUpdates;
  radio: Radio;
  utcOffsetMinutes: number;
  log: Log;
  /** Called when there is something new to send. */
  onEnqueued(): void;
}

/** One pull: asks for work and takes over what is new. Throws where the app loses the whole list. */
export function createPull(parts: PullParts): (signal: AbortSignal) => Promise<void> {
  const { clock, api, capabilities, messages, updates, log } = parts;

  async function pull(signal: AbortSignal): Promise<void> {
    const registration = parts.preferences.get<Registration>("registration");
    if (registration === null) return;
    const order = parts.settings.processingOrder();
    const document = await api.messages(registration.token, order, signal);
    const pulled = parsePulledMessages(document, {
      utcOffsetMinutes: parts.utcOffsetMinutes,
      warn: (rule) => log("warn", "poison pill (device-protocol.md, section 10)", { rule }),
    });
    const unknownCancelled: PulledMessage[] = [];
    let newCount = 0;
    parts.database.transaction(() => {
      for (const message of pulled) {
        const outcome = take(message);
        if (outcome === "new") newCount += 1;
        if (outcome === "unknown_cancelled") unknownCancelled.push(message);
      }
    });
    if (newCount > 0) parts.onEnqueued();
    log("debug", "pulled", { listed: pulled.length, new: newCount });
    for (const message of unknownCancelled) {
      await confirmCancelled(registration.token, message, signal);
    }
  }

  function take(message: PulledMessage): "new" | "known" | "skipped" | "unknown_cancelled" {
    const { id } = message;
    if (id === null) return skip(message, "it has no id");
    const state = capabilities.can("cancel") ? message.state : null;
    if (state === "Cancelling") {
      return updates.cancel(id) === "unknown" ? "unknown_cancelled" : "skipped";
    }
    if (state !== null && state !== "Pending") return "skipped";
    if (messages.get(id) !== null) {
      updates.report(id);
      return "known";
    }
    if (message.content === null) return skip(message, "it has no content field");
    if (message.phoneNumbers === null) return skip(message, "it has no phoneNumbers");
    if (new Set(message.phoneNumbers).size < message.phoneNumbers.length) {
      return skip(message, "it names a number twice");
    }
    insert(id, message.content, message.phoneNumbers, message);
    return "new";
  }

  function skip({ id }: PulledMessage, reason: string): "skipped" {
    log("warn", "poison pill (device-protocol.md, section 10)", {
      rule: `message ${id} is never sent, never reported and listed for ever: ${reason}`,
    });
    return "skipped";
  }

  function insert(
    id: string,
    content: NonNullable<PulledMessage["content"]>,
    phoneNumbers: string[],
    message: PulledMessage,
  ): void {
    const scheduleAt = capabilities.can("scheduleAt") ? message.scheduleAt : null;
    if (scheduleAt !== null && scheduleAt > clock.now()) {
      log("warn", "poison pill (device-protocol.md, section 10)", {
        rule: `message ${id} is scheduled for later and handed over now`,
      });
    }
    const isMute = phoneNumbers.some((number) => parts.radio.isMute(number));
    messages.insert(
      {
        id,
        phoneNumbers,
        content: content.kind === "text" ? content.text : content.data,
        port: content.kind === "text" ? null : content.port,
        isEncrypted: message.isEncrypted,
        withDeliveryReport: message.withDeliveryReport,
        simNumber: message.simNumber,
        validUntil: message.validUntil,
        scheduleAt,
        priority: message.priority,
        createdAt: message.createdAt ?? clock.now(),
        isMute,
      },
      clock.now(),
    );
  }

  /** A message this phone never had is reported Cancelled at once; when that fails, only the next listing asks again. */
  async function confirmCancelled(
    token: string,
    { id, phoneNumbers }: PulledMessage,
    signal: AbortSignal,
  ): Promise<void> {
    if (id === null) return;
    const state = "Cancelled";
    const recipients = (phoneNumbers ?? []).map((phoneNumber) => ({ phoneNumber, state }));
    const states = { [state]: formatGsonDate(clock.now(), parts.utcOffsetMinutes) };
    try {
      await api.report(token, [{ id, state, recipients, states }], signal);
    } catch (error) {
      log("warn", "cancellation not confirmed", { messageId: id, reason: reasonOf(error) });
    }
  }

  return pull;
}
