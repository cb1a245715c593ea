import type { Capabilities } from "./capabilities.ts";
import type { Clock } from "./clock.ts";
import { parseJson, readBoolean, readObject, readString } from "./gson.ts";
import { parseGsonDate } from "./gson-date.ts";
import { type Log, maskNumber } from "./log.ts";
import type { SimCard } from "./sim-cards.ts";
import type { PhoneDatabase } from "./stores/database.ts";
import type { Inbox, InboxText } from "./stores/inbox.ts";
import type { WebhookEvents } from "./webhook-events.ts";

/**
 * How one text that came in is told more than once: `retry` posts one envelope twice, as when the answer was lost;
 * `reemit` makes a second event of it with other ids and a date some milliseconds off, as releases before 1.67 did.
 */
export type Duplication = "none" | "retry" | "reemit" | "both";

export interface ReceivedText {
  from: string;
  text: string;
  /** Counted from 1. Default: the first SIM. */
  sim?: number;
  /** The date the network gave it, milliseconds. Default: now, in whole seconds, moved on when it is no new text then. */
  at?: number;
  duplication?: Duplication;
}

export interface Inbound {
  /** The text arrives at the handset; told to webhooks only while the app runs. Its message id. */
  receive(text: ReceivedText, isRunning: boolean): string;
  /** Reads the inbox again for `MessagesExportRequested`. */
  exportInbox(data: string): void;
}

export interface InboundParts {
  clock: Clock;
  capabilities: Capabilities;
  database: PhoneDatabase;
  inbox: Inbox;
  events: WebhookEvents;
  simCards: readonly SimCard[];
  utcOffsetMinutes: number;
  log: Log;
}

const REEMIT_OFFSET_MS = 417;

export function createInbound(parts: InboundParts): Inbound {
  const { clock, inbox, events, log } = parts;

  function tell(text: InboxText, duplication: Duplication): void {
    if (parts.capabilities.can("inboundDeduplication") && inbox.isProcessed(text.id)) return;
    inbox.markProcessed(text.id);
    const isRetried = duplication === "retry" || duplication === "both";
    const webhookCount = events.textReceived(text, isRetried ? 2 : 1);
    if (webhookCount === 0) {
      log("warn", "text received that no webhook asked for", { from: maskNumber(text.sender) });
    }
    if (duplication === "reemit" || duplication === "both") {
      const receivedAt = text.receivedAt + REEMIT_OFFSET_MS;
      events.textReceived(withId({ ...text, receivedAt }), 1);
    }
  }

  function toInboxText({ from, text, sim, at }: ReceivedText): InboxText {
    const slotIndex = sim === undefined ? (parts.simCards[0]?.slotIndex ?? 0) : sim - 1;
    if (!parts.simCards.some((card) => card.slotIndex === slotIndex)) {
      throw new RangeError(`the phone has no SIM ${slotIndex + 1}`);
    }
    const base = { sender: from, text, slotIndex };
    if (at !== undefined) return withId({ ...base, receivedAt: at });
    let receivedAt = Math.floor(clock.now() / 1_000) * 1_000;
    while (inbox.has(withId({ ...base, receivedAt }).id)) receivedAt += 1_000;
    return withId({ ...base, receivedAt });
  }

  return {
    receive: (received, isRunning) =>
      parts.database.transaction(() => {
        const text = toInboxText(received);
        inbox.add(text);
        if (isRunning) tell(text, received.duplication ?? "none");
        return text.id;
      }),
    exportInbox: (data) => {
      const request = readObject(parseJson(data), "the export request");
      const date = (name: "since" | "until") =>
        parseGsonDate(readString(request[name], name) ?? "", parts.utcOffsetMinutes).epochMs;
      if (readBoolean(request.triggerWebhooks, "triggerWebhooks") === false) return;
      if (!(readString(request.messageTypes, "messageTypes") ?? "SMS").includes("SMS")) return;
      for (const text of inbox.between(date("since"), date("until"))) tell(text, "none");
    },
  };
}

function withId(text: Omit<InboxText, "id">): InboxText {
  return { ...text, id: hashInboxText(text) };
}

/** The app's id of a text that came in: Java's hash of its parts, unsigned, in hexadecimal. Stable, not unique. */
export function hashInboxText({
  sender,
  receivedAt,
  slotIndex,
  text,
}: Omit<InboxText, "id">): string {
  const date = BigInt(receivedAt);
  const dateHash = Number(BigInt.asIntN(32, date ^ (date >> 32n)));
  const subscriptionId = slotIndex + 1;
  let hash = hashString(sender);
  for (const next of [dateHash, subscriptionId, hashString(text)]) {
    hash = (Math.imul(31, hash) + next) | 0;
  }
  return (hash >>> 0).toString(16);
}

function hashString(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  }
  return hash;
}
