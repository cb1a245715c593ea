/** The first release of the app that can do each thing (device-protocol.md, section 12). */
const SINCE = {
  signatures: "1.33",
  codeRegistration: "1.34",
  settings: "1.37",
  events: "1.43",
  order: "1.46",
  channelChoice: "1.53",
  pullOnConnect: "1.53.1",
  senderAndRecipient: "1.54",
  scheduleAt: "1.61",
  simCards: "1.65",
  appStarted: "1.66",
  cancel: "1.67",
  inboundDeduplication: "1.67",
} as const;

/** The event names a webhook may ask for; one that the release does not know breaks its whole list. */
const WEBHOOK_EVENTS_SINCE = {
  "sms:received": "1.15",
  "system:ping": "1.16",
  "sms:sent": "1.18",
  "sms:delivered": "1.19",
  "sms:failed": "1.19",
  "sms:data-received": "1.39",
  "mms:received": "1.47",
  "mms:downloaded": "1.56",
  "app:started": "1.66",
  "sms:cancelled": "1.67",
  "sms:batch:received": "1.71",
  "sms:batch:data-received": "1.71",
  "mms:batch:received": "1.71",
  "mms:batch:downloaded": "1.71",
} as const;

const PUSH_EVENTS_SINCE = {
  MessageEnqueued: "1.0",
  WebhooksUpdated: "1.15",
  MessagesExportRequested: "1.28",
  SettingsUpdated: "1.37",
  MessageCancelled: "1.67",
} as const;

export type WebhookEvent = keyof typeof WEBHOOK_EVENTS_SINCE;
export type PushEvent = keyof typeof PUSH_EVENTS_SINCE;

export interface Capabilities {
  readonly version: string;
  can(feature: keyof typeof SINCE): boolean;
  knowsWebhookEvent(name: string): name is WebhookEvent;
  knowsPushEvent(name: string): name is PushEvent;
  knowsLimitPeriod(name: string): boolean;
}

export function capabilitiesOf(version: string): Capabilities {
  if (!/^\d+(\.\d+){1,2}$/.test(version)) {
    throw new TypeError(`app version "${version}" is not of the form 1.68.0`);
  }
  const isAtLeast = (since: string | undefined) =>
    since !== undefined && compareVersions(version, since) >= 0;
  return {
    version,
    can: (feature) => isAtLeast(SINCE[feature]),
    knowsWebhookEvent: (name): name is WebhookEvent =>
      isAtLeast(lookUp(WEBHOOK_EVENTS_SINCE, name)),
    knowsPushEvent: (name): name is PushEvent => isAtLeast(lookUp(PUSH_EVENTS_SINCE, name)),
    knowsLimitPeriod: (name) => name !== "Per30Minutes" || isAtLeast("1.67"),
  };
}

function lookUp(table: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function compareVersions(left: string, right: string): number {
  const leftParts = left.split(".").map(Number);
  const rightParts = right.split(".").map(Number);
  for (let index = 0; index < 3; index++) {
    const difference = (leftParts[index] ?? 0) - (rightParts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
