import { type Clock, sleep } from "./clock.ts";
import { decrypt } from "./encryption.ts";
import { type Log, maskNumber, reasonOf } from "./log.ts";
import type { MessageUpdates } from "./message-updates.ts";
import type { Radio } from "./radio.ts";
import type { Settings } from "./settings.ts";
import type { SimCard } from "./sim-cards.ts";
import type { PhoneDatabase } from "./stores/database.ts";
import type { MessageStore, StoredMessage } from "./stores/messages.ts";
import type { RadioLog } from "./stores/radio-log.ts";
import { countTextParts } from "./text-parts.ts";

const PRIORITY_MIN = -128;
const PRIORITY_EXPEDITED = 100;

export interface Sender {
  /**
   * Sends what is pending. A new message restarts the work, which cuts the pause between messages short: the app
   * replaces its worker then (SendMessagesWorker, REPLACE). The limit a period is counted anew and holds.
   */
  restart(): void;
  stop(): Promise<void>;
}

export interface SenderParts {
  clock: Clock;
  random(): number;
  database: PhoneDatabase;
  messages: MessageStore;
  updates: MessageUpdates;
  radio: Radio;
  radioLog: RadioLog;
  settings: Settings;
  simCards: readonly SimCard[];
  log: Log;
  /** Called when the radio has been given something. */
  onTransmitted(): void;
}

export function createSender(parts: SenderParts): Sender {
  const { clock, random, messages, settings } = parts;
  let controller = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let scheduleTimer: unknown = null;

  async function sendPending(signal: AbortSignal): Promise<void> {
    let previousPriority = PRIORITY_MIN;
    while (true) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      const message = messages.nextPending(settings.processingOrder(), clock.now());
      if (message === null) break;
      const isExpedited = message.priority >= PRIORITY_EXPEDITED;
      if (!isExpedited || previousPriority >= message.priority) await waitForLimit(signal);
      if (signal.aborted) return;
      if (!send(message.id)) continue;
      const isOvertaking = isExpedited && previousPriority < message.priority;
      previousPriority = message.priority;
      if (!isOvertaking) await pause(signal);
    }
    waitForSchedule();
  }

  async function waitForLimit(signal: AbortSignal): Promise<void> {
    const limit = settings.limit();
    if (limit === null) return;
    const { count, lastAt } = messages.processedSince(clock.now() - limit.periodMs);
    if (count < limit.count) return;
    await sleep(clock, limit.periodMs - (clock.now() - lastAt) + 1_000, signal);
  }

  async function pause(signal: AbortSignal): Promise<void> {
    const range = settings.sendIntervalSeconds();
    if (range === null) return;
    const seconds = range.min + Math.floor(random() * (range.max - range.min + 1));
    if (seconds > 0) await sleep(clock, seconds * 1_000, signal);
  }

  function waitForSchedule(): void {
    const nextAt = messages.nextScheduledAt(clock.now());
    if (nextAt !== null) scheduleTimer = clock.setTimeout(restart, nextAt - clock.now());
  }

  /** True when the radio has it, so that a pause is due. */
  function send(id: string): boolean {
    const message = messages.get(id);
    if (message === null || message.state !== "Pending") return false;
    if (message.validUntil !== null && message.validUntil < clock.now()) {
      parts.updates.update(id, null, "Failed", "TTL expired");
      return false;
    }
    try {
      // One transaction: the text is with the radio and the message is Processed, or neither, whenever the process ends.
      parts.database.transaction(() => handOver(message));
      parts.onTransmitted();
      return true;
    } catch (error) {
      parts.updates.update(id, null, "Failed", `Can't send message: ${reasonOf(error)}`);
      return false;
    }
  }

  function handOver(message: StoredMessage): void {
    const simNumber = chooseSim(message);
    if (message.simNumber === null && simNumber !== null) {
      messages.setSimNumber(message.id, simNumber);
    }
    const sim = simNumber ?? (parts.simCards[0]?.slotIndex ?? 0) + 1;
    const text = message.isEncrypted
      ? decrypt(message.content, settings.passphrase())
      : message.content;
    const partsCount = message.port === null ? countTextParts(text) : 1;
    messages.setPartsCount(message.id, partsCount);
    for (const recipient of messages.recipients(message.id)) {
      if (recipient.state !== "Pending") continue;
      transmit(message, recipient.phoneNumber, { text, sim, partsCount });
    }
  }

  function transmit(
    message: StoredMessage,
    phoneNumber: string,
    { text, sim, partsCount }: { text: string; sim: number; partsCount: number },
  ): void {
    let to: string;
    try {
      const clear = message.isEncrypted ? decrypt(phoneNumber, settings.passphrase()) : phoneNumber;
      to = clear.replace(/[^\d+*#]/g, "");
    } catch (error) {
      parts.updates.update(message.id, phoneNumber, "Failed", `sendSMS: ${reasonOf(error)}`);
      return;
    }
    const now = clock.now();
    parts.radioLog.addSentText({ id: message.id, to, text, sim, at: now }, phoneNumber);
    for (const { afterMs, ...event } of parts.radio.transmit({ to, text, sim, partsCount })) {
      if (event.kind === "delivered" && !message.withDeliveryReport) continue;
      const heard = { messageId: message.id, phoneNumber, sentTo: to, simNumber: sim, event };
      parts.radioLog.addEvent(heard, now + afterMs);
    }
    parts.updates.update(message.id, phoneNumber, "Processed", null);
    parts.log("debug", "text handed to the radio", {
      messageId: message.id,
      to: maskNumber(to),
      sim,
    });
  }

  /** Null leaves the choice to the phone. */
  function chooseSim(message: StoredMessage): number | null {
    const simNumbers = parts.simCards.map((sim) => sim.slotIndex + 1).sort((a, b) => a - b);
    const wanted = message.simNumber;
    if (wanted !== null) {
      if (!simNumbers.includes(wanted)) throw new Error(`SIM ${wanted} not found`);
      return wanted;
    }
    if (simNumbers.length === 0) throw new Error("No SIMs found");
    switch (settings.simSelectionMode()) {
      case "OSDefault":
        return null;
      case "RoundRobin":
        return simNumbers[message.row % simNumbers.length] ?? null;
      case "Random":
        return simNumbers[Math.floor(random() * simNumbers.length)] ?? null;
    }
  }

  function cancelWaits(): void {
    controller.abort();
    if (scheduleTimer !== null) clock.clearTimeout(scheduleTimer);
    scheduleTimer = null;
  }

  function restart(): void {
    cancelWaits();
    controller = new AbortController();
    const { signal } = controller;
    running = running
      .then(() => (signal.aborted ? undefined : sendPending(signal)))
      .catch((error) => parts.log("error", "sending stopped", { reason: reasonOf(error) }));
  }

  return {
    restart,
    stop: async () => {
      cancelWaits();
      await running;
    },
  };
}
