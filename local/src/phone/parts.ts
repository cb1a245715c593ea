import { type Capabilities, capabilitiesOf } from "./capabilities.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createInbound, type Duplication, type Inbound } from "./inbound.ts";
import { type Log, silentLog } from "./log.ts";
import { createMessageUpdates, type MessageUpdates } from "./message-updates.ts";
import type { PhoneOptions } from "./options.ts";
import { createRadio, type Radio } from "./radio.ts";
import { createSettings, type Settings } from "./settings.ts";
import { DEFAULT_SIM_CARDS, type SimCard } from "./sim-cards.ts";
import { openPhoneDatabase, type PhoneDatabase } from "./stores/database.ts";
import { createInbox } from "./stores/inbox.ts";
import { createMessageStore, type MessageStore } from "./stores/messages.ts";
import { createPreferences, type Preferences } from "./stores/preferences.ts";
import { createRadioLog, type RadioLog } from "./stores/radio-log.ts";
import { createReportJobStore, type ReportJobStore } from "./stores/report-jobs.ts";
import { createWebhookStore, type WebhookStore } from "./stores/webhooks.ts";
import { createWebhookEvents, type WebhookEvents } from "./webhook-events.ts";

/** What a phone consists of whether the app runs or not. */
export interface PhoneParts {
  clock: Clock;
  random(): number;
  log: Log;
  capabilities: Capabilities;
  utcOffsetMinutes: number;
  simCards: readonly SimCard[];
  radio: Radio;
  answerDuplication: Duplication;
  database: PhoneDatabase;
  preferences: Preferences;
  settings: Settings;
  messages: MessageStore;
  jobs: ReportJobStore;
  webhooks: WebhookStore;
  radioLog: RadioLog;
  events: WebhookEvents;
  updates: MessageUpdates;
  inbound: Inbound;
  wakers: Wakers;
}

/** Who is told when a queue grows; nobody while the app is offline. */
export interface Wakers {
  reports(): void;
  webhooks(): void;
}

export const NOBODY: Wakers = { reports: () => {}, webhooks: () => {} };

export function assemble(options: PhoneOptions): PhoneParts {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLog;
  const capabilities = capabilitiesOf(options.appVersion ?? "1.68.0");
  const utcOffsetMinutes = options.utcOffsetMinutes ?? 60;
  const simCards = options.sims ?? DEFAULT_SIM_CARDS;
  const database = openPhoneDatabase(options.dataDir);
  const preferences = createPreferences(database);
  const messages = createMessageStore(database);
  const jobs = createReportJobStore(database);
  const webhooks = createWebhookStore(database);
  const wakers = { ...NOBODY };
  const base = { clock, log, capabilities, utcOffsetMinutes, simCards, database, preferences };
  const events = createWebhookEvents({ ...base, webhooks, onQueued: () => wakers.webhooks() });
  const onReportDue = () => wakers.reports();
  return {
    ...base,
    random: options.random ?? Math.random,
    radio: options.radio ?? createRadio(),
    answerDuplication:
      options.answerDuplication ?? (capabilities.can("inboundDeduplication") ? "retry" : "both"),
    settings: createSettings(preferences, capabilities),
    messages,
    jobs,
    webhooks,
    radioLog: createRadioLog(database),
    events,
    updates: createMessageUpdates({ ...base, messages, jobs, events, onReportDue }),
    inbound: createInbound({ ...base, inbox: createInbox(database), events }),
    wakers,
  };
}
