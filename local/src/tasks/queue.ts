import { backoffMs, isGivenUp, type RetryConfig } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import type { Position, TaskStore } from "./store.ts";
import type { StoredTask, TaskAttempt } from "./task.ts";
import { createTokenBucket } from "./token-bucket.ts";

export interface QueueConfig {
  /** `projects/{p}/locations/{l}/queues/{q}` */
  name: string;
  retryConfig: RetryConfig;
  rateLimits: { maxConcurrentDispatches: number; maxDispatchesPerSecond: number };
}

/** Calls the task's target and resolves with its HTTP status; throws when nothing answered in time. */
export type Deliver = (task: StoredTask) => Promise<number>;

export interface QueueContext {
  storage: Storage;
  store: TaskStore;
  clock: Clock;
  log: Log;
  deliver: Deliver;
}

/** How long a name that a caller chose stays taken after its task is gone, in milliseconds. */
export const NAME_SPENT_MS = 60 * 60 * 1000;

/** Rows read at a time. */
const PAGE_SIZE = 100;

export type Queue = ReturnType<typeof createQueue>;

/**
 * One queue's dispatcher. Tasks are taken in the order (due, seq) by a cursor that only moves forward: whatever lies
 * before it runs or is done, and a task that is to run again is put behind it.
 */
export function createQueue(config: QueueConfig, context: QueueContext) {
  const { storage, store, clock, log, deliver } = context;
  const { maxConcurrentDispatches, maxDispatchesPerSecond } = config.rateLimits;
  const bucket = createTokenBucket(maxDispatchesPerSecond, clock);
  const running = new Set<Promise<void>>();
  let cursor: Position = { dueAt: 0, seq: 0 };
  let isPaused = store.isPaused(config.name);
  let isStopped = false;
  let cancelWake = () => {};

  /** Where a task that was taken before has to stand so that the cursor meets it again. */
  const behindCursor = (dueAt: number) => Math.max(dueAt, cursor.dueAt + 1);

  function pump(): void {
    cancelWake();
    if (isPaused || isStopped) return;
    for (;;) {
      const room = Math.min(maxConcurrentDispatches - running.size, bucket.available(), PAGE_SIZE);
      if (room < 1) break;
      const tasks = store.due(config.name, cursor, clock.now(), room);
      for (const task of tasks) start(task);
      if (tasks.length < room) break;
    }
    armWake();
  }

  function armWake(): void {
    if (running.size >= maxConcurrentDispatches) return;
    const dueAt = store.nextDueAt(config.name, cursor);
    if (dueAt === null) return;
    cancelWake = clock.at(Math.max(dueAt, bucket.availableAt()), pump);
  }

  function start(task: StoredTask): void {
    cursor = task;
    bucket.take();
    const run = attempt(task)
      .catch((error) => log("error", `Task ${task.name}: ${describeError(error)}`))
      .finally(() => {
        running.delete(run);
        pump();
      });
    running.add(run);
  }

  async function attempt(task: StoredTask): Promise<void> {
    const result: TaskAttempt = {
      scheduledAt: task.dueAt,
      dispatchedAt: clock.now(),
      respondedAt: 0,
    };
    try {
      result.httpStatus = await deliver(task);
    } catch (error) {
      result.reason = error instanceof Error ? error.message : String(error);
    }
    result.respondedAt = clock.now();
    await storage.write(() => settle(task, result));
  }

  function settle(task: StoredTask, result: TaskAttempt): void {
    const { httpStatus = 0 } = result;
    const isDone = httpStatus >= 200 && httpStatus < 300;
    const attempts = task.dispatchCount + 1;
    const elapsedMs = result.respondedAt - (task.firstAttemptAt ?? result.dispatchedAt);
    if (!isDone && !isGivenUp(config.retryConfig, attempts, elapsedMs)) {
      const dueAt = result.respondedAt + backoffMs(config.retryConfig, attempts);
      store.recordAttempt(task, result, behindCursor(dueAt));
      return;
    }
    if (!isDone) {
      const reason = result.reason ?? `HTTP ${httpStatus}`;
      log("warn", `Task ${task.name} is given up after ${attempts} attempts: ${reason}`);
    }
    store.remove(task.name, clock.now() + NAME_SPENT_MS);
  }

  return {
    config,
    pump,
    behindCursor,
    /** Where a new task has to stand: the wall's clock may step back. */
    notBeforeCursor: (dueAt: number) => Math.max(dueAt, cursor.dueAt),
    isPaused: () => isPaused,
    /** Nothing runs and nothing is due. */
    isIdle: () =>
      running.size === 0 &&
      (isPaused || (store.nextDueAt(config.name, cursor) ?? Infinity) > clock.now()),
    settled: () => Promise.allSettled(running),
    setPaused(paused: boolean): void {
      isPaused = paused;
      pump();
    },
    stop(): void {
      isStopped = true;
      cancelWake();
    },
  };
}
