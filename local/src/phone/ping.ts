import type { Capabilities } from "./capabilities.ts";
import type { Clock } from "./clock.ts";
import { describeHealth } from "./health.ts";
import type { Settings } from "./settings.ts";
import type { MessageStore } from "./stores/messages.ts";
import type { WebhookEvents } from "./webhook-events.ts";

export interface PingParts {
  clock: Clock;
  capabilities: Capabilities;
  settings: Settings;
  messages: MessageStore;
  events: WebhookEvents;
  batteryPercent: number;
  onTick(): void;
}

/** `system:ping` at the interval the settings named when the app started; the first at once. */
export function createPing(parts: PingParts): { start(): void; stop(): void } {
  const { clock, events, settings } = parts;
  let timer: unknown = null;

  function tick(intervalMs: number): void {
    timer = clock.setTimeout(() => tick(intervalMs), intervalMs);
    events.emit("system:ping", { health: describeHealth(parts) });
    parts.onTick();
  }

  return {
    start: () => {
      const intervalSeconds = settings.pingIntervalSeconds();
      if (intervalSeconds !== null) tick(intervalSeconds * 1_000);
    },
    stop: () => {
      if (timer !== null) clock.clearTimeout(timer);
    },
  };
}
