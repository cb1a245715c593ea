import { createHmac } from "node:crypto";
import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import type { PendingEvent, StripeState } from "./state.ts";

const SECOND_MS = 1000;
/** When an event is sent again, in seconds after the attempt before; then it is given up. */
const DELAYS_SECONDS = [1, 5, 30, 120, 600, 3600, 3 * 3600, 8 * 3600, 24 * 3600, 24 * 3600];
const TIMEOUT_MS = 10 * SECOND_MS;
const AT_ONCE = 4;

export interface WebhookSender {
  /** Begins to send, to this address. */
  start(url: string): void;
  /** Something may be due. */
  wake(): void;
  /** Nothing is sent or due. */
  isIdle(): boolean;
  stop(): Promise<void>;
}

export interface WebhookSenderOptions {
  state: StripeState;
  secret: string;
  clock: Clock;
  log: Log;
}

/** Sends events as Stripe does: signed, at least once, in no promised order, until they are answered with 2xx. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { state, clock, log } = options;
  let target: string | null = null;
  let running: Promise<void> | null = null;
  let isAwake = false;
  let cancelTimer = () => {};

  async function run(url: string): Promise<void> {
    do {
      isAwake = false;
      for (;;) {
        const due = state.duePending(clock.now(), AT_ONCE);
        if (due.length === 0 || target === null) break;
        await Promise.all(due.map((event) => sendAndSettle(url, event)));
      }
    } while (isAwake);
  }

  async function sendAndSettle(url: string, event: PendingEvent): Promise<void> {
    const failure = await send(url, event, options);
    const delay = DELAYS_SECONDS[event.attempts];
    const dueAt = failure === null || delay === undefined ? null : clock.now() + delay * SECOND_MS;
    if (failure !== null) log("warn", `Stripe stand-in: ${event.id} was not taken: ${failure}.`);
    await state.change(() => state.settle(event.id, { attempts: event.attempts + 1, dueAt }));
  }

  function wake(): void {
    isAwake = true;
    if (target === null || running !== null) return;
    cancelTimer();
    running = run(target)
      .catch((error) => log("error", describeError(error)))
      .finally(() => {
        running = null;
        if (isAwake) return wake();
        const next = target === null ? null : state.nextDueAt();
        if (next !== null) cancelTimer = clock.at(next, wake);
      });
  }

  return {
    wake,
    start(url) {
      target = url;
      wake();
    },
    isIdle() {
      const next = state.nextDueAt();
      return running === null && (target === null || next === null || next > clock.now());
    },
    async stop() {
      target = null;
      cancelTimer();
      await running;
    },
  };
}

/** Why it was not taken; null: it was. */
async function send(
  url: string,
  event: PendingEvent,
  { secret, clock }: WebhookSenderOptions,
): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": sign(event.body, secret, Math.floor(clock.now() / SECOND_MS)),
      },
      body: event.body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.ok ? null : `status ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The header `Stripe-Signature`. */
export function sign(body: string, secret: string, timestampSeconds: number): string {
  const mac = createHmac("sha256", secret).update(`${timestampSeconds}.${body}`).digest("hex");
  return `t=${timestampSeconds},v1=${mac}`;
}
