import type { Capabilities } from "./capabilities.ts";
import { nanoId } from "./nano-id.ts";
import type { Preferences } from "./stores/preferences.ts";

const PERIOD_MS = {
  Disabled: 0,
  PerMinute: 60_000,
  Per30Minutes: 1_800_000,
  PerHour: 3_600_000,
  PerDay: 86_400_000,
} as const;

/** What the phone currently goes by. Every read is live: a change counts from the next look. */
export interface Settings {
  /** Seconds; null when messages follow each other without a pause. */
  sendIntervalSeconds(): { min: number; max: number } | null;
  limit(): { count: number; periodMs: number } | null;
  processingOrder(): "LIFO" | "FIFO";
  simSelectionMode(): "OSDefault" | "RoundRobin" | "Random";
  logLifetimeDays(): number | null;
  pingIntervalSeconds(): number | null;
  signingKey(): string;
  webhookRetryCount(): number;
  notificationChannel(): "AUTO" | "SSE_ONLY";
  privateToken(): string | null;
  /** Null until the server moved the phone elsewhere. */
  cloudUrl(): string | null;
  passphrase(): string | null;
  /**
   * Takes a document from the server, section by section and key by key. Throws at the first value that the app refuses,
   * with everything before it applied. True when something changed.
   */
  import(document: Record<string, unknown>): boolean;
}

export const PUBLIC_CLOUD_URL = "https://api.sms-gate.app/mobile/v1";

type Reader = (value: unknown, what: string) => unknown;

export function createSettings(preferences: Preferences, capabilities: Capabilities): Settings {
  const read = <T>(key: string) => preferences.get<T>(`settings.${key}`);
  const sections = readersFor(capabilities);

  function importKey(section: string, key: string, value: unknown): boolean {
    const reader = sections[section]?.[key];
    if (reader === undefined) return false;
    const name = `${section}.${key}`;
    const before = JSON.stringify(read(name));
    const after = reader(value ?? null, name);
    preferences.set(`settings.${name}`, after);
    return JSON.stringify(after) !== before;
  }

  return {
    sendIntervalSeconds: () => {
      const min = read<number>("messages.send_interval_min") ?? 0;
      const max = read<number>("messages.send_interval_max");
      return max === null || min > max ? null : { min, max };
    },
    limit: () => {
      const count = read<number>("messages.limit_value") ?? 0;
      const period = read<keyof typeof PERIOD_MS>("messages.limit_period") ?? "Disabled";
      return count > 0 && period !== "Disabled" ? { count, periodMs: PERIOD_MS[period] } : null;
    },
    processingOrder: () => read<"LIFO" | "FIFO">("messages.processing_order") ?? "LIFO",
    simSelectionMode: () =>
      read<"OSDefault" | "RoundRobin" | "Random">("messages.sim_selection_mode") ?? "OSDefault",
    logLifetimeDays: () => read<number>("messages.log_lifetime_days"),
    pingIntervalSeconds: () => read<number>("ping.interval_seconds"),
    signingKey: () => {
      const known = read<string>("webhooks.signing_key");
      if (known !== null) return known;
      const key = nanoId(8);
      preferences.set("settings.webhooks.signing_key", key);
      return key;
    },
    webhookRetryCount: () => read<number>("webhooks.retry_count") ?? 15,
    notificationChannel: () => read<"AUTO" | "SSE_ONLY">("gateway.notification_channel") ?? "AUTO",
    privateToken: () => read<string>("gateway.private_token"),
    cloudUrl: () => read<string>("gateway.cloud_url"),
    passphrase: () => read<string>("encryption.passphrase"),
    import: (document) => {
      let isChanged = false;
      for (const [section, values] of Object.entries(document)) {
        if (!Object.hasOwn(sections, section)) continue;
        if (typeof values !== "object" || values === null || Array.isArray(values)) {
          throw new TypeError(`settings section "${section}" is not an object`);
        }
        for (const [key, value] of Object.entries(values)) {
          isChanged = importKey(section, key, value) || isChanged;
        }
      }
      return isChanged;
    },
  };
}

function readersFor(capabilities: Capabilities): Record<string, Record<string, Reader>> {
  const period: Reader = (value, what) => {
    const name = oneOf(...Object.keys(PERIOD_MS))(value, what);
    if (typeof name === "string" && !capabilities.knowsLimitPeriod(name)) refuse(what, value);
    return name;
  };
  return {
    encryption: { passphrase: text },
    gateway: {
      cloud_url: httpsUrl,
      private_token: text,
      notification_channel: oneOf("AUTO", "SSE_ONLY"),
    },
    messages: {
      send_interval_min: integerFrom(Number.NEGATIVE_INFINITY),
      send_interval_max: integerFrom(Number.NEGATIVE_INFINITY),
      limit_period: period,
      limit_value: integerFrom(0),
      sim_selection_mode: oneOf("OSDefault", "RoundRobin", "Random"),
      log_lifetime_days: integerFrom(1),
      processing_order: oneOf("LIFO", "FIFO"),
    },
    ping: { interval_seconds: integerFrom(1) },
    logs: { lifetime_days: integerFrom(1) },
    webhooks: {
      internet_required: (value) => (value === null ? null : String(value) === "true"),
      retry_count: integerFrom(1),
      signing_key: text,
    },
  };
}

function text(value: unknown): string | null {
  return value === null ? null : String(value);
}

function integerFrom(min: number): Reader {
  return (value, what) => {
    if (value === null) return null;
    const number = Math.trunc(Number(String(value)));
    if (String(value).trim() === "" || Number.isNaN(number) || number < min) refuse(what, value);
    return number;
  };
}

function oneOf(...names: string[]): Reader {
  return (value, what) => {
    if (value === null) return null;
    if (!names.includes(String(value))) refuse(what, value);
    return String(value);
  };
}

/** Null sends the phone to the app author's public cloud, as in the app. */
function httpsUrl(value: unknown, what: string): string {
  const url = value === null ? PUBLIC_CLOUD_URL : String(value);
  if (!url.startsWith("https://")) refuse(what, value);
  return url;
}

function refuse(what: string, value: unknown): never {
  throw new TypeError(
    `the app refuses ${what} ${JSON.stringify(value)}, and all settings after it`,
  );
}
