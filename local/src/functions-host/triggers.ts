import { backoffMs, type RetryConfig } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Engine } from "../firestore/engine.ts";
import { describeError, type Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import { eventsOf, type PendingEvent } from "./cloud-event.ts";
import type { FirestoreFunction } from "./discover.ts";
import { createRetryStore, type FailedEvent, type RetryStore } from "./retry-store.ts";

/** Eventarc's: 10 s to 10 minutes, for a week. */
const EVENT_BACKOFF: RetryConfig = {
  ...{ maxAttempts: -1, maxRetrySeconds: 0 },
  ...{ minBackoffSeconds: 10, maxBackoffSeconds: 600, maxDoublings: 16 },
};
const RETRY_FOR_MS = 7 * 24 * 60 * 60 * 1000;

/** Handlers that run at once. */
const CONCURRENT_MAX = 64;

export interface TriggersOptions {
  engine: Engine;
  storage: Storage;
  clock: Clock;
  log: Log;
  functions: FirestoreFunction[];
}

/**
 * Events are kept in the commit's own transaction and removed once their handler has resolved, so each comes at least
 * once. A new one is taken by a cursor over the outbox; one that failed moves to a table of its own, where it waits.
 */
export class Triggers {
  readonly #options: TriggersOptions;
  readonly #functions: Map<string, FirestoreFunction>;
  readonly #retries: RetryStore;
  readonly #running = new Set<Promise<void>>();
  readonly #retrying = new Set<number>();
  readonly #unsubscribe: () => void;
  #lastTakenId = 0;
  #isScheduled = false;
  #isStopped = true;
  /** Whether an event may wait to be tried again; while none does, the table is not asked. */
  #mayRetry = true;
  #cancelWake = () => {};

  constructor(options: TriggersOptions) {
    const { engine, functions, storage } = options;
    this.#options = options;
    this.#functions = new Map(functions.map((target) => [target.name, target]));
    this.#retries = createRetryStore(storage);
    engine.captureOutbox((change, source) => eventsOf(functions, change, source));
    this.#unsubscribe = engine.onCommit(() => this.#schedule());
  }

  /** Begins to deliver, first of all what an earlier process left. */
  start(): void {
    this.#isStopped = false;
    this.#schedule();
  }

  /** No further delivery; resolves when the running handlers have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    this.#cancelWake();
    await Promise.all(this.#running);
  }

  /** Nothing runs and nothing is due. */
  isIdle(): boolean {
    const { engine, clock } = this.#options;
    if (this.#running.size > 0) return false;
    const hasNew = !this.#isStopped && engine.readOutbox(this.#lastTakenId, 1).length > 0;
    return !hasNew && this.#retries.due(clock.now(), 1).length === 0;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    setImmediate(() => this.#pump());
  }

  #pump(): void {
    this.#isScheduled = false;
    if (this.#isStopped) return;
    this.#cancelWake();
    this.#cancelWake = () => {};
    if (this.#mayRetry) this.#retryDue();
    this.#takeNew();
    if (this.#mayRetry) this.#wakeForRetry();
  }

  #wakeForRetry(): void {
    const { clock } = this.#options;
    const now = clock.now();
    const dueAt = this.#retries.nextDueAt(now);
    if (dueAt !== null) this.#cancelWake = clock.at(dueAt, () => this.#schedule());
    else this.#mayRetry = this.#retries.due(now, 1).length > 0;
  }

  #takeNew(): void {
    const room = CONCURRENT_MAX - this.#running.size;
    if (room < 1) return;
    for (const { id, body } of this.#options.engine.readOutbox(this.#lastTakenId, room)) {
      this.#lastTakenId = id;
      this.#run(this.#deliverNew(id, body as PendingEvent));
    }
  }

  #retryDue(): void {
    const room = CONCURRENT_MAX - this.#running.size;
    if (room < 1) return;
    const due = this.#retries.due(this.#options.clock.now(), room + this.#retrying.size);
    for (const failed of due.filter(({ id }) => !this.#retrying.has(id)).slice(0, room)) {
      this.#retrying.add(failed.id);
      this.#run(this.#deliverAgain(failed).finally(() => this.#retrying.delete(failed.id)));
    }
  }

  #run(delivery: Promise<void>): void {
    const tracked = delivery
      .catch((error) => this.#options.log("error", describeError(error)))
      .finally(() => {
        this.#running.delete(tracked);
        this.#schedule();
      });
    this.#running.add(tracked);
  }

  async #deliverNew(id: number, pending: PendingEvent): Promise<void> {
    const { engine, storage, clock, log } = this.#options;
    const isFailed = await this.#call(pending);
    if (isFailed && this.#functions.get(pending.function)?.retry) {
      const now = clock.now();
      const dueAt = now + backoffMs(EVENT_BACKOFF, 1);
      // The two share a group commit; were they torn apart, the event would come twice rather than never.
      const kept = storage.write(() => this.#retries.insert(pending, now, dueAt));
      engine.removeFromOutbox([id]);
      await kept;
      this.#mayRetry = true;
      return;
    }
    const { event, function: name } = pending;
    if (isFailed) log("warn", `Event ${event.id} is dropped: ${name} does not retry.`);
    engine.removeFromOutbox([id]);
  }

  async #deliverAgain(failed: FailedEvent): Promise<void> {
    const { storage, clock, log } = this.#options;
    const { id, pending, attempts, firstFailedAt } = failed;
    const isFailed = await this.#call(pending);
    const now = clock.now();
    const isTooOld = now - firstFailedAt >= RETRY_FOR_MS;
    if (isFailed && isTooOld) log("warn", `Event ${pending.event.id} is dropped after a week.`);
    const dueAt = now + backoffMs(EVENT_BACKOFF, attempts + 1);
    await storage.write(() => {
      if (isFailed && !isTooOld) this.#retries.postpone(failed, dueAt);
      else this.#retries.remove(id);
    });
  }

  /** Resolves with whether the handler failed. */
  async #call({ function: name, event }: PendingEvent): Promise<boolean> {
    const { log, clock } = this.#options;
    const target = this.#functions.get(name);
    if (!target) {
      log("warn", `Event ${event.id} is dropped: there is no function ${name} any more.`);
      return false;
    }
    try {
      await withinTime(target, Promise.resolve(target.handler(event)), clock);
      return false;
    } catch (error) {
      log("error", `${name} failed for event ${event.id}: ${describeError(error)}`);
      return true;
    }
  }
}

function withinTime(
  { timeoutSeconds }: FirestoreFunction,
  result: Promise<unknown>,
  clock: Clock,
): Promise<unknown> {
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = clock.at(clock.now() + timeoutSeconds * 1000, () =>
    reject(new Error(`It did not end within ${timeoutSeconds} seconds.`)),
  );
  return Promise.race([result, promise]).finally(cancel);
}
