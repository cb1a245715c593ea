import type { Clock } from "../clock.ts";

interface Timer {
  dueAt: number;
  callback(): void;
}

interface Waiter {
  delayMs: number;
  resolve(): void;
}

/** What is due already fires in the next turn; all else waits for `advance`. */
export interface ManualClock extends Clock {
  /** Moves time on, and fires what falls due on the way, in order. */
  advance(ms: number): void;
  /** Resolves once something waits for exactly this long from now. */
  untilScheduled(delayMs: number): Promise<void>;
  isScheduled(delayMs: number): boolean;
}

export function createManualClock(startsAt = Date.parse("2026-11-22T08:10:00.000Z")): ManualClock {
  let now = startsAt;
  const timers = new Set<Timer>();
  const waiters = new Set<Waiter>();

  const isScheduled = (delayMs: number) =>
    [...timers].some((timer) => timer.dueAt === now + delayMs);

  function fire(timer: Timer): void {
    if (timers.delete(timer)) timer.callback();
  }

  function nextDue(until: number): Timer | undefined {
    const due = [...timers].filter((timer) => timer.dueAt <= until);
    return due.sort((left, right) => left.dueAt - right.dueAt)[0];
  }

  return {
    now: () => now,
    setTimeout: (callback, delayMs) => {
      const timer = { callback, dueAt: now + Math.max(0, delayMs) };
      timers.add(timer);
      if (timer.dueAt === now) setImmediate(() => fire(timer));
      for (const waiter of waiters) {
        if (!isScheduled(waiter.delayMs)) continue;
        waiters.delete(waiter);
        waiter.resolve();
      }
      return timer;
    },
    clearTimeout: (timer) => void timers.delete(timer as Timer),
    advance: (ms) => {
      const until = now + ms;
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        now = Math.max(now, timer.dueAt);
        fire(timer);
      }
      now = until;
    },
    untilScheduled: (delayMs) =>
      new Promise((resolve) => {
        if (isScheduled(delayMs)) resolve();
        else waiters.add({ delayMs, resolve });
      }),
    isScheduled,
  };
}
