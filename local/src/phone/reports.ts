import { backoffMs } from "./background-work.ts";
import type { Clock } from "./clock.ts";
import type { GatewayApi, MessageReport } from "./gateway-api.ts";
import { formatGsonDate } from "./gson-date.ts";
import { type Log, reasonOf } from "./log.ts";
import type { MessageStore } from "./stores/messages.ts";
import type { Preferences, Registration } from "./stores/preferences.ts";
import type { ReportJob, ReportJobStore } from "./stores/report-jobs.ts";

const RETRIES_MAX = 10;
/** Jobs at once, as WorkManager's pool on a phone of four cores or more: reports of one message may overtake each other. */
const CONCURRENCY = 4;

export interface Reports {
  kick(): void;
  stop(): Promise<void>;
}

export interface ReportsParts {
  clock: Clock;
  api: GatewayApi;
  preferences: Preferences;
  messages: MessageStore;
  jobs: ReportJobStore;
  utcOffsetMinutes: number;
  log: Log;
}

/** Sends the state reports: one job for each change, each a snapshot of the message at the moment it is sent. */
export function createReports(parts: ReportsParts): Reports {
  const { clock, jobs, log } = parts;
  const controller = new AbortController();
  const running = new Map<number, Promise<void>>();
  let timer: unknown = null;
  let isLookScheduled = false;

  function look(): void {
    isLookScheduled = false;
    if (controller.signal.aborted) return;
    if (timer !== null) clock.clearTimeout(timer);
    timer = null;
    for (const job of jobs.due(clock.now(), CONCURRENCY + running.size)) {
      if (running.size >= CONCURRENCY) return;
      if (!running.has(job.id)) start(job);
    }
    if (running.size > 0) return;
    const nextAt = jobs.nextAttemptAt();
    if (nextAt !== null) timer = clock.setTimeout(look, nextAt - clock.now());
  }

  function start(job: ReportJob): void {
    const attempt = send(job.messageId).then(
      () => jobs.remove(job.id),
      (error) => failed(job, error),
    );
    running.set(job.id, attempt);
    void attempt.finally(() => {
      running.delete(job.id);
      kick();
    });
  }

  async function send(messageId: string): Promise<void> {
    const registration = parts.preferences.get<Registration>("registration");
    const report = snapshot(messageId);
    if (registration === null || report === null) return;
    await parts.api.report(registration.token, [report], controller.signal);
  }

  function snapshot(messageId: string): MessageReport | null {
    const message = parts.messages.get(messageId);
    if (message === null) return null;
    const recipients = parts.messages.recipients(messageId);
    const states = parts.messages
      .states(messageId)
      .map(({ state, updatedAt }) => [state, formatGsonDate(updatedAt, parts.utcOffsetMinutes)]);
    return {
      id: messageId,
      state: message.state,
      recipients: recipients.map(({ phoneNumber, state, error }) => ({
        phoneNumber,
        state,
        error: error ?? undefined,
      })),
      states: Object.fromEntries(states),
    };
  }

  function failed(job: ReportJob, error: unknown): void {
    if (controller.signal.aborted) return;
    const fields = { messageId: job.messageId, reason: reasonOf(error) };
    if (job.retryCount >= RETRIES_MAX) {
      log("error", "report lost for good", fields);
      jobs.remove(job.id);
      return;
    }
    const delayMs = backoffMs(job.retryCount + 1);
    log("warn", "report not taken", { ...fields, retrySeconds: delayMs / 1000 });
    jobs.retryAt(job.id, clock.now() + delayMs);
  }

  /** Off the caller's stack, so that a transaction under way is committed first. */
  function kick(): void {
    if (isLookScheduled) return;
    isLookScheduled = true;
    setImmediate(look);
  }

  return {
    kick,
    stop: async () => {
      controller.abort();
      if (timer !== null) clock.clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
