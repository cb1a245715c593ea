import { backoffMs, isGivenUp, type RetryConfig } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import type { Position, TaskStore } from "./store.ts";
import type { StoredTask, TaskAttempt } from "./task.ts";
import { createTokenBucket, type TokenBucket } from "./token-bucket.ts";

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

/**
 * One queue's dispatcher. Tasks are taken in the order (due, seq) by a cursor that only moves forward: whatever lies
 * before it runs or is done, and a task that is to run again is put behind it.
 */
export class Queue {
  readonly config: QueueConfig;
  readonly #context: QueueContext;
  readonly #bucket: TokenBucket;
  readonly #running = new Set<Promise<void>>();
  #cursor: Position = { dueAt: 0, seq: 0 };
  #isPaused: boolean;
  #isStopped = false;
  #cancelWake = () => {};

  constructor(config: QueueConfig, context: QueueContext) {
    this.config = config;
    this.#context = context;
    this.#bucket = createTokenBucket(config.rateLimits.maxDispatchesPerSecond, context.clock);
    this.#isPaused = context.store.isPaused(config.name);
  }

  /** Starts what is due, as far as the limits let it, and sets the timer for what comes next. */
  pump(): void {
    this.#cancelWake();
    if (this.#isPaused || this.#isStopped) return;
    this.#followClockBack();
    const { store, clock } = this.#context;
    for (;;) {
      const room = Math.min(this.#freeSlots(), this.#bucket.available(), PAGE_SIZE);
      if (room < 1) break;
      const tasks = store.due(this.config.name, this.#cursor, clock.now(), room);
      for (const task of tasks) this.#start(task);
      if (tasks.length < room) break;
    }
    this.#armWake();
  }

  /** Where a new task has to stand: the wall's clock may step back. */
  notBeforeCursor(dueAt: number): number {
    this.#followClockBack();
    return Math.max(dueAt, this.#cursor.dueAt);
  }

  /** Where a task that was taken before has to stand so that the cursor meets it again. */
  behindCursor(dueAt: number): number {
    return Math.max(dueAt, this.#cursor.dueAt + 1);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.pump();
  }

  /** Nothing runs and nothing is due. */
  isIdle(): boolean {
    if (this.#running.size > 0) return false;
    const { store, clock } = this.#context;
    const dueAt = store.nextDueAt(this.config.name, this.#cursor) ?? Number.POSITIVE_INFINITY;
    return this.#isPaused || dueAt > clock.now();
  }

  /** No further dispatch; resolves when the running ones have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelWake();
    await Promise.all(this.#running);
  }

  /** While nothing runs, whatever is kept is still to be taken: the cursor need not wait for a clock that was set back. */
  #followClockBack(): void {
    const isAhead = this.#cursor.dueAt > this.#context.clock.now();
    if (isAhead && this.#running.size === 0) this.#cursor = { dueAt: 0, seq: 0 };
  }

  #freeSlots(): number {
    return this.config.rateLimits.maxConcurrentDispatches - this.#running.size;
  }

  #armWake(): void {
    if (this.#freeSlots() < 1) return;
    const { store, clock } = this.#context;
    const dueAt = store.nextDueAt(this.config.name, this.#cursor);
    if (dueAt === null) return;
    const wakeAt = Math.max(dueAt, this.#bucket.availableAt());
    this.#cancelWake = clock.at(wakeAt, () => this.pump());
  }

  #start(task: StoredTask): void {
    this.#cursor = task;
    this.#bucket.take();
    const run = this.#attempt(task)
      .catch((error) => this.#context.log("error", `Task ${task.name}: ${describeError(error)}`))
      .finally(() => {
        this.#running.delete(run);
        this.pump();
      });
    this.#running.add(run);
  }

  async #attempt(task: StoredTask): Promise<void> {
    const { clock, deliver, storage } = this.#context;
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
    await storage.write(() => this.#settle(task, result));
  }

  #settle(task: StoredTask, result: TaskAttempt): void {
    const { store, clock, log } = this.#context;
    const { retryConfig } = this.config;
    const { httpStatus = 0 } = result;
    const isDone = httpStatus >= 200 && httpStatus < 300;
    const attempts = task.dispatchCount + 1;
    const elapsedMs = result.respondedAt - (task.firstAttemptAt ?? result.dispatchedAt);
    if (!isDone && !isGivenUp(retryConfig, attempts, elapsedMs)) {
      const dueAt = result.respondedAt + backoffMs(retryConfig, attempts);
      store.recordAttempt(task, result, this.behindCursor(dueAt));
      return;
    }
    if (!isDone) {
      const reason = result.reason ?? `HTTP ${httpStatus}`;
      log("warn", `Task ${task.name} is given up after ${attempts} attempts: ${reason}`);
    }
    store.remove(task.name, clock.now() + NAME_SPENT_MS);
  }
}
