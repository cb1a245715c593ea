import { backoffMs, isGivenUp } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import type { ScheduleFunction } from "./discover.ts";
import { createScheduleStore, type ScheduleState } from "./schedule-store.ts";
import { type NextRun, parseSchedule } from "./schedule-text.ts";

export interface SchedulesOptions {
  storage: Storage;
  clock: Clock;
  log: Log;
  functions: ScheduleFunction[];
  /** Calls the function as Cloud Scheduler does and resolves with its HTTP status. */
  call(target: ScheduleFunction, scheduleTime: string): Promise<number>;
}

export interface Schedules {
  start(): void;
  /** No further run; resolves when the running ones have ended. */
  stop(): Promise<void>;
  isIdle(): boolean;
  /** Runs one now, beside its schedule; rejects when it fails. */
  runNow(name: string): Promise<void>;
}

export function createSchedules(options: SchedulesOptions): Schedules {
  const { functions, clock, call } = options;
  const jobs = functions.map((target) => createJob(target, options));
  return {
    start() {
      for (const job of jobs) job.start();
    },
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
    },
    isIdle: () => jobs.every((job) => job.isIdle()),
    async runNow(name) {
      const target = functions.find((candidate) => candidate.name === name);
      if (!target) throw new Error(`There is no schedule ${name}.`);
      const status = await call(target, new Date(clock.now()).toISOString());
      if (status >= 300) throw new Error(`The schedule ${name} failed with status ${status}.`);
    },
  };
}

/**
 * An occurrence is noted as begun before it runs, so that a restart does not run it twice; one that a stop or a crash cut short
 * counts as a failed attempt. Occurrences missed while the machine was off are made up for by one run.
 */
function createJob(target: ScheduleFunction, { storage, clock, log, call }: SchedulesOptions) {
  const store = createScheduleStore(storage);
  const schedule = `${target.schedule} ${target.timeZone}`;
  const next: NextRun = parse(target);
  let running: Promise<void> | null = null;
  let isStopped = false;
  let cancelWake = () => {};

  const fresh = (after: number): ScheduleState => ({
    ...{ schedule, dueAt: next(after), occurrence: null },
    ...{ attempts: 0, firstAttemptAt: null },
  });

  function arm({ dueAt }: ScheduleState): void {
    cancelWake();
    if (dueAt === null || isStopped) return;
    cancelWake = clock.at(dueAt, () => {
      running = run(dueAt)
        .catch((error) => log("error", `${target.name}: ${describeError(error)}`))
        .finally(() => {
          running = null;
        });
    });
  }

  const save = async (state: ScheduleState): Promise<ScheduleState> => {
    await storage.write(() => store.put(target.name, state));
    return state;
  };

  async function run(dueAt: number): Promise<void> {
    const before = store.get(target.name) ?? fresh(dueAt);
    const begun = await save({
      schedule,
      dueAt: null,
      occurrence: before.occurrence ?? dueAt,
      attempts: before.attempts + 1,
      firstAttemptAt: before.firstAttemptAt ?? clock.now(),
    });
    const status = await call(target, new Date(begun.occurrence ?? dueAt).toISOString());
    arm(await save(status < 300 ? fresh(clock.now()) : afterFailure(begun, `status ${status}`)));
  }

  function afterFailure(state: ScheduleState, reason: string): ScheduleState {
    const { attempts, firstAttemptAt } = state;
    const now = clock.now();
    if (isGivenUp(target.retryConfig, attempts, now - (firstAttemptAt ?? now))) {
      log("warn", `The schedule ${target.name} failed: ${reason}.`);
      return fresh(now);
    }
    return { ...state, dueAt: now + backoffMs(target.retryConfig, attempts) };
  }

  async function begin(): Promise<void> {
    const known = store.get(target.name);
    if (known?.schedule !== schedule) return arm(await save(fresh(clock.now())));
    const wasCutShort = known.occurrence !== null && known.dueAt === null;
    arm(wasCutShort ? await save(afterFailure(known, "it was cut short")) : known);
  }

  return {
    start() {
      running = begin().finally(() => {
        running = null;
      });
    },
    async stop() {
      isStopped = true;
      cancelWake();
      await running;
    },
    isIdle: () => running === null,
  };
}

function parse({ name, schedule, timeZone }: ScheduleFunction): NextRun {
  try {
    return parseSchedule(schedule, timeZone);
  } catch (error) {
    throw new Error(`Function ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
