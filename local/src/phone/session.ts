import type { Connection } from "./connection.ts";
import { createEventRouter, type RouteEvent } from "./event-router.ts";
import { createEventStream } from "./event-stream.ts";
import { NOBODY, type PhoneParts } from "./parts.ts";
import { createPing } from "./ping.ts";
import { createRadioReports } from "./radio-reports.ts";
import { createReports } from "./reports.ts";
import { createSender } from "./sender.ts";
import { createServerWork } from "./server-work.ts";
import { describeSimCard } from "./sim-cards.ts";
import type { Registration } from "./stores/preferences.ts";
import { createWebhookQueue } from "./webhook-queue.ts";

/** The app while it is online. */
export interface Session {
  isListening(): boolean;
  isPulling(): boolean;
  route: RouteEvent;
  updatePushToken(): void;
  stop(): Promise<void>;
}

export function startSession(
  parts: PhoneParts,
  connection: Connection,
  batteryPercent: number,
): Session {
  const { capabilities, preferences } = parts;
  const { api, http } = connection;
  const radioReports = createRadioReports({
    ...parts,
    onAnswer: (answer) =>
      void parts.inbound.receive({ ...answer, duplication: parts.answerDuplication }, true),
  });
  const sender = createSender({ ...parts, onTransmitted: radioReports.kick });
  const reports = createReports({ ...parts, api });
  const queue = createWebhookQueue({ ...parts, http });
  const work = createServerWork(parts, connection, {
    onEnqueued: sender.restart,
    onRegistered: () => {
      if (connection.pushToken() === null && capabilities.can("events")) stream.start();
    },
  });
  const route = createEventRouter({ ...parts, ...work });
  const stream = createEventStream({
    ...parts,
    http,
    url: `${connection.serverUrl}/events`,
    token: () => preferences.get<Registration>("registration")?.token ?? null,
    onOpen: () => {
      if (capabilities.can("pullOnConnect")) work.pull.trigger();
    },
    onEvent: route,
  });
  const ping = createPing({ ...parts, batteryPercent, onTick: work.pull.trigger });

  Object.assign(parts.wakers, { reports: reports.kick, webhooks: queue.kick });
  sender.restart();
  radioReports.kick();
  reports.kick();
  const { pushTokenUpdate, ...startWork } = work;
  for (const each of Object.values(startWork)) each.trigger();
  ping.start();
  if (capabilities.can("appStarted")) {
    parts.events.emit("app:started", { simCards: parts.simCards.map(describeSimCard) });
  }
  queue.kick();

  return {
    isListening: stream.isOpen,
    isPulling: work.pull.isRunning,
    route,
    updatePushToken: pushTokenUpdate.trigger,
    stop: async () => {
      Object.assign(parts.wakers, NOBODY);
      radioReports.stop();
      ping.stop();
      const worked = Object.values(work).map((each) => each.stop());
      await Promise.all([...worked, stream.stop(), sender.stop(), reports.stop(), queue.stop()]);
      http.close();
    },
  };
}
