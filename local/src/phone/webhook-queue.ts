import type { Capabilities } from "./capabilities.ts";
import { type Clock, sleep } from "./clock.ts";
import { userAgentOf } from "./gateway-api.ts";
import type { HttpClient } from "./http-client.ts";
import { hostOf, type Log, reasonOf } from "./log.ts";
import type { Settings } from "./settings.ts";
import { signWebhook } from "./signature.ts";
import type { QueuedWebhook, WebhookStore } from "./stores/webhooks.ts";

const BATCH_SIZE = 20;
const BASE_DELAY_MS = 5_000;
const STUCK_AFTER_MS = 5 * 60_000;
const KEPT_MS = 7 * 86_400_000;
const TIMEOUTS = { silenceMs: 5_000, totalMs: 30_000 };

export interface WebhookQueue {
  /** Looks at the queue; without effect when that is going on already. */
  kick(): void;
  stop(): Promise<void>;
}

export interface WebhookQueueParts {
  clock: Clock;
  http: HttpClient;
  capabilities: Capabilities;
  settings: Settings;
  webhooks: WebhookStore;
  log: Log;
}

/** Posts one webhook after the other. While one waits for its retry the queue looks only every 5 s, as the app's does. */
export function createWebhookQueue(parts: WebhookQueueParts): WebhookQueue {
  const { clock, webhooks, log } = parts;
  const controller = new AbortController();
  const { signal } = controller;
  let running: Promise<void> | null = null;

  async function work(): Promise<void> {
    // The app also waits 5 s after finding an empty queue; that pause is left out here.
    while (!signal.aborted) {
      webhooks.recoverStuck(clock.now() - STUCK_AFTER_MS);
      const batch = webhooks.due(clock.now(), BATCH_SIZE);
      let completedCount = 0;
      for (const item of batch) {
        if (signal.aborted) return;
        if (await attempt(item)) completedCount += 1;
      }
      if (webhooks.waitingCount() === 0) break;
      if (completedCount === 0) await sleep(clock, BASE_DELAY_MS, signal);
    }
    webhooks.removeFinished(clock.now() - KEPT_MS);
  }

  async function attempt(item: QueuedWebhook): Promise<boolean> {
    webhooks.markProcessing(item.position);
    const failure = await post(item);
    if (failure === null) {
      webhooks.remove(item.position);
      return true;
    }
    if (signal.aborted) {
      webhooks.release(item.position);
      return false;
    }
    const fields = { event: item.event, host: hostOf(item.url), reason: failure };
    if (item.retryCount >= parts.settings.webhookRetryCount()) {
      log("error", "webhook given up", { ...fields, attempts: item.retryCount + 1 });
      webhooks.fail(item.position);
    } else {
      const delayMs = BASE_DELAY_MS * 2 ** item.retryCount;
      log("warn", "webhook not taken", { ...fields, retrySeconds: delayMs / 1000 });
      webhooks.retryAt(item.position, clock.now() + delayMs);
    }
    return false;
  }

  /** Null when taken, else the reason. Copies go out at the same moment, on connections of their own. */
  async function post(item: QueuedWebhook): Promise<string | null> {
    const outcomes = await Promise.all(
      Array.from({ length: item.copies }, () => postOnce(item.url, item.payload)),
    );
    return outcomes.includes(null) ? null : (outcomes[0] ?? null);
  }

  async function postOnce(url: string, body: string): Promise<string | null> {
    const headers: Record<string, string> = {
      "Content-Type": "application/json",
      "User-Agent": userAgentOf(parts.capabilities),
    };
    if (parts.capabilities.can("signatures")) {
      const timestamp = String(Math.floor(clock.now() / 1000));
      headers["X-Timestamp"] = timestamp;
      headers["X-Signature"] = signWebhook(parts.settings.signingKey(), body, timestamp);
    }
    try {
      const answer = await parts.http.call({
        method: "POST",
        url,
        headers,
        body,
        signal,
        timeouts: TIMEOUTS,
      });
      return answer.status >= 200 && answer.status < 300 ? null : `answered ${answer.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }

  return {
    kick: () => {
      if (running !== null || signal.aborted) return;
      running = Promise.resolve()
        .then(work)
        .finally(() => {
          running = null;
        });
    },
    stop: async () => {
      controller.abort();
      await running;
    },
  };
}
