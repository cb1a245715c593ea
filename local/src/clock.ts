/** The one clock of the machine: tests turn it, `npm start` reads the wall. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `job` once when `time` has come. Returns the way to call it off. */
  at(time: number, job: () => void): () => void;
}

/** Longest delay that setTimeout takes, in milliseconds. */
const TIMEOUT_MS_MAX = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  at(time, job) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const remaining = time - Date.now();
      timer =
        remaining > TIMEOUT_MS_MAX
          ? setTimeout(arm, TIMEOUT_MS_MAX)
          : setTimeout(job, Math.max(0, remaining));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves time forward and calls what falls due on the way, in order. */
  advance(milliseconds: number): void;
}

/** A clock for tests: it stands still until it is turned. */
export function createManualClock(startAt = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startAt;
  const timers = new Set<{ time: number; job: () => void }>();
  const nextDue = (until: number) =>
    [...timers].filter(({ time }) => time <= until).sort((a, b) => a.time - b.time)[0];
  return {
    now: () => now,
    at(time, job) {
      const timer = { time, job };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(milliseconds) {
      const until = now + milliseconds;
      for (let due = nextDue(until); due; due = nextDue(until)) {
        timers.delete(due);
        now = Math.max(now, due.time);
        due.job();
      }
      now = until;
    },
  };
}
