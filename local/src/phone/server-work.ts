import { type BackgroundWork, createBackgroundWork } from "./background-work.ts";
import { isRefusedByPublishedBuild } from "./cleartext.ts";
import type { Connection } from "./connection.ts";
import { readObject } from "./gson.ts";
import { reasonOf } from "./log.ts";
import type { PhoneParts } from "./parts.ts";
import { createPull } from "./pull.ts";
import type { Registration } from "./stores/preferences.ts";
import { parseWebhookList } from "./webhook-list.ts";

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** What the phone does with the server of its own accord, each at its interval and when told to. */
export interface ServerWork {
  registration: BackgroundWork;
  pull: BackgroundWork;
  webhooksUpdate: BackgroundWork;
  settingsUpdate: BackgroundWork;
  logTruncation: BackgroundWork;
  pushTokenUpdate: BackgroundWork;
}

export interface ServerWorkHooks {
  onRegistered(): void;
  onEnqueued(): void;
}

export function createServerWork(
  parts: PhoneParts,
  { api, registrar }: Connection,
  hooks: ServerWorkHooks,
): ServerWork {
  const { clock, log, capabilities, preferences, settings } = parts;
  const registration = () => preferences.get<Registration>("registration");
  const token = () => registration()?.token ?? "";

  function every(
    intervalMs: number | null,
    name: string,
    run: (signal: AbortSignal) => Promise<void>,
  ): BackgroundWork {
    const onError = (error: unknown, retryMs: number) =>
      log("warn", `${name} failed`, { reason: reasonOf(error), retrySeconds: retryMs / 1000 });
    return createBackgroundWork({ clock, intervalMs, run, onError });
  }

  return {
    registration: every(null, "registration", async (signal) => {
      await registrar.refresh(signal);
      log("info", "phone registered", { deviceId: registration()?.id });
      hooks.onRegistered();
    }),
    pushTokenUpdate: every(null, "push token update", async (signal) => {
      await registrar.update(signal);
    }),
    pull: every(QUARTER_MS, "pull", createPull({ ...parts, api, onEnqueued: hooks.onEnqueued })),
    webhooksUpdate: every(DAY_MS, "webhooks update", async (signal) => {
      const list = parseWebhookList(await api.webhooks(token(), signal), capabilities);
      parts.webhooks.replaceAll(list);
      for (const { event } of list.filter(({ url }) => isRefusedByPublishedBuild(url))) {
        log("warn", "webhook address that the published build refuses: https only", { event });
      }
      log("info", "webhooks taken", { count: list.length });
    }),
    settingsUpdate: every(DAY_MS, "settings update", async (signal) => {
      if (!capabilities.can("settings")) return;
      const document = readObject(await api.settings(token(), signal), "the settings");
      if (settings.import(document)) log("info", "settings changed by the server");
    }),
    logTruncation: every(DAY_MS, "log truncation", async () => {
      const days = settings.logLifetimeDays();
      if (days !== null) parts.messages.truncate(clock.now() - days * DAY_MS);
    }),
  };
}
