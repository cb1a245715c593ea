import { backoffMs, type RetryConfig } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Engine } from "../firestore/engine.ts";
import { describeError, type Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import { eventsOf, type PendingEvent } from "./cloud-event.ts";
import type { FirestoreFunction } from "./discover.ts";
import { createRetryStore, type FailedEvent } from "./retry-store.ts";

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

export interface Triggers {
  /** Begins to deliver, first of all what an earlier process left. */
  start(): void;
  /** No further delivery; resolves when the running handlers have ended. */
  stop(): Promise<void>;
  /** Nothing runs and nothing is due. */
  isIdle(): boolean;
}

/**
 * Events are kept in the commit's own transaction and removed once their handler has resolved, so each comes at least
 * once. A new one is taken by a cursor over the outbox; one that failed moves to a table of its own, where it waits.
 */
export function createTriggers(options: TriggersOptions): Triggers {
  const { engine, storage, clock, log } = options;
  const functions = new Map(options.functions.map((target) => [target.name, target]));
  const retries = createRetryStore(storage);
  const running = new Set<Promise<void>>();
  const retrying = new Set<number>();
  let lastTakenId = 0;
  let isScheduled = false;
  let isStopped = true;
  let cancelWake = () => {};

  engine.captureOutbox((change, source) => eventsOf(options.functions, change, source));
  const unsubscribe = engine.onCommit(schedule);

  function schedule(): void {
    if (isScheduled || isStopped) return;
    isScheduled = true;
    setImmediate(pump);
  }

  function pump(): void {
    isScheduled = false;
    if (isStopped) return;
    cancelWake();
    retryDue();
    takeNew();
    const dueAt = retries.nextDueAt(clock.now());
    if (dueAt !== null) cancelWake = clock.at(dueAt, schedule);
  }

  function takeNew(): void {
    const room = CONCURRENT_MAX - running.size;
    if (room < 1) return;
    for (const { id, body } of engine.readOutbox(lastTakenId, room)) {
      lastTakenId = id;
      run(deliverNew(id, body as PendingEvent));
    }
  }

  function retryDue(): void {
    const room = CONCURRENT_MAX - running.size;
    if (room < 1) return;
    const due = retries.due(clock.now(), room + retrying.size);
    for (const failed of due.filter(({ id }) => !retrying.has(id)).slice(0, room)) {
      retrying.add(failed.id);
      run(deliverAgain(failed).finally(() => retrying.delete(failed.id)));
    }
  }

  function run(delivery: Promise<void>): void {
    const tracked = delivery
      .catch((error) => log("error", describeError(error)))
      .finally(() => {
        running.delete(tracked);
        schedule();
      });
    running.add(tracked);
  }

  async function deliverNew(id: number, pending: PendingEvent): Promise<void> {
    const failure = await call(pending);
    if (failure && functions.get(pending.function)?.retry) {
      const now = clock.now();
      // The two share a group commit; were they torn apart, the event would come twice rather than never.
      const kept = storage.write(() =>
        retries.insert(pending, now, now + backoffMs(EVENT_BACKOFF, 1)),
      );
      engine.removeFromOutbox([id]);
      await kept;
      return;
    }
    if (failure)
      log("warn", `Event ${pending.event.id} is dropped: ${pending.function} does not retry.`);
    engine.removeFromOutbox([id]);
  }

  async function deliverAgain(failed: FailedEvent): Promise<void> {
    const { id, pending, attempts, firstFailedAt } = failed;
    const failure = await call(pending);
    const now = clock.now();
    const isTooOld = now - firstFailedAt >= RETRY_FOR_MS;
    if (failure && isTooOld) log("warn", `Event ${pending.event.id} is dropped after a week.`);
    await storage.write(() => {
      if (failure && !isTooOld)
        retries.postpone(failed, now + backoffMs(EVENT_BACKOFF, attempts + 1));
      else retries.remove(id);
    });
  }

  /** Resolves with whether the handler failed. */
  async function call({ function: name, event }: PendingEvent): Promise<boolean> {
    const target = functions.get(name);
    if (!target) {
      log("warn", `Event ${event.id} is dropped: there is no function ${name} any more.`);
      return false;
    }
    try {
      await withinTime(target, Promise.resolve(target.handler(event)));
      return false;
    } catch (error) {
      log("error", `${name} failed for event ${event.id}: ${describeError(error)}`);
      return true;
    }
  }

  function withinTime(target: FirestoreFunction, result: Promise<unknown>): Promise<unknown> {
    const { promise, reject } = Promise.withResolvers<never>();
    const cancel = clock.at(clock.now() + target.timeoutSeconds * 1000, () =>
      reject(new Error(`It did not end within ${target.timeoutSeconds} seconds.`)),
    );
    return Promise.race([result, promise]).finally(cancel);
  }

  return {
    start() {
      isStopped = false;
      schedule();
    },
    async stop() {
      isStopped = true;
      unsubscribe();
      cancelWake();
      await Promise.all(running);
    },
    isIdle: () =>
      running.size === 0 &&
      (isStopped || engine.readOutbox(lastTakenId, 1).length === 0) &&
      retries.due(clock.now(), 1).length === 0,
  };
}
