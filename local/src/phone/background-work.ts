import type { Clock } from "./clock.ts";

export interface BackgroundWork {
  /** Starts it now, in place of a run that is under way or waits. */
  trigger(): void;
  isRunning(): boolean;
  stop(): Promise<void>;
}

export interface BackgroundWorkOptions {
  clock: Clock;
  /** Milliseconds from a success to the next run; null runs once. */
  intervalMs: number | null;
  run(signal: AbortSignal): Promise<void>;
  onError(error: unknown, retryMs: number): void;
}

const BACKOFF_MS_MIN = 10_000;
const BACKOFF_MS_MAX = 5 * 3_600_000;

/** The waits of Android's WorkManager: 10 s, doubled with each failure, at most 5 h. */
export function backoffMs(failureCount: number): number {
  return Math.min(BACKOFF_MS_MIN * 2 ** (failureCount - 1), BACKOFF_MS_MAX);
}

/** One unique piece of work as WorkManager runs it: replaced by a new trigger, retried with backoff for ever. */
export function createBackgroundWork(options: BackgroundWorkOptions): BackgroundWork {
  const { clock, intervalMs, run, onError } = options;
  const running = new Set<Promise<void>>();
  let controller = new AbortController();
  let timer: unknown = null;
  let failureCount = 0;

  function clear(): void {
    controller.abort();
    if (timer !== null) clock.clearTimeout(timer);
    timer = null;
  }

  function wait(delayMs: number): void {
    timer = clock.setTimeout(() => start(controller.signal), delayMs);
  }

  function start(signal: AbortSignal): void {
    timer = null;
    const attempt = run(signal).then(
      () => {
        failureCount = 0;
        if (!signal.aborted && intervalMs !== null) wait(intervalMs);
      },
      (error) => {
        if (signal.aborted) return;
        failureCount += 1;
        onError(error, backoffMs(failureCount));
        wait(backoffMs(failureCount));
      },
    );
    running.add(attempt);
    void attempt.finally(() => running.delete(attempt));
  }

  return {
    trigger: () => {
      clear();
      controller = new AbortController();
      failureCount = 0;
      start(controller.signal);
    },
    isRunning: () => running.size > 0,
    stop: async () => {
      clear();
      await Promise.all(running);
    },
  };
}
