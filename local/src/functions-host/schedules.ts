import { backoffMs, isGivenUp } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import type { ScheduleFunction } from "./discover.ts";
import { createScheduleStore, type ScheduleState, type ScheduleStore } from "./schedule-store.ts";
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
  const jobs = functions.map((target) => new Job(target, options));
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
class Job {
  readonly #target: ScheduleFunction;
  readonly #options: SchedulesOptions;
  readonly #store: ScheduleStore;
  readonly #timetable: string;
  readonly #next: NextRun;
  #running: Promise<void> | null = null;
  #isStopped = false;
  #cancelWake = () => {};

  constructor(target: ScheduleFunction, options: SchedulesOptions) {
    this.#target = target;
    this.#options = options;
    this.#store = createScheduleStore(options.storage);
    this.#timetable = `${target.schedule} ${target.timeZone}`;
    this.#next = parse(target);
  }

  start(): void {
    this.#track(this.#begin());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelWake();
    await this.#running;
  }

  isIdle(): boolean {
    return this.#running === null;
  }

  #track(work: Promise<void>): void {
    const { name } = this.#target;
    this.#running = work
      .catch((error) => this.#options.log("error", `${name}: ${describeError(error)}`))
      .finally(() => {
        this.#running = null;
      });
  }

  async #begin(): Promise<void> {
    const known = this.#store.get(this.#target.name);
    if (known?.schedule !== this.#timetable) {
      this.#arm(await this.#save(this.#fresh(this.#options.clock.now())));
      return;
    }
    const wasCutShort = known.occurrence !== null && known.dueAt === null;
    this.#arm(
      wasCutShort ? await this.#save(this.#afterFailure(known, "it was cut short")) : known,
    );
  }

  #arm({ dueAt }: ScheduleState): void {
    this.#cancelWake();
    if (dueAt === null || this.#isStopped) return;
    this.#cancelWake = this.#options.clock.at(dueAt, () => this.#track(this.#run(dueAt)));
  }

  async #run(dueAt: number): Promise<void> {
    const { clock, call } = this.#options;
    const before = this.#store.get(this.#target.name) ?? this.#fresh(dueAt);
    const occurrence = before.occurrence ?? dueAt;
    const begun = await this.#save({
      ...{ schedule: this.#timetable, dueAt: null, occurrence, attempts: before.attempts + 1 },
      firstAttemptAt: before.firstAttemptAt ?? clock.now(),
    });
    const status = await call(this.#target, new Date(occurrence).toISOString());
    const isDone = status < 300;
    const after = isDone ? this.#fresh(clock.now()) : this.#afterFailure(begun, `status ${status}`);
    this.#arm(await this.#save(after));
  }

  #fresh(after: number): ScheduleState {
    return {
      ...{ schedule: this.#timetable, dueAt: this.#next(after), occurrence: null },
      ...{ attempts: 0, firstAttemptAt: null },
    };
  }

  #afterFailure(state: ScheduleState, reason: string): ScheduleState {
    const { attempts, firstAttemptAt } = state;
    const { name, retryConfig } = this.#target;
    const now = this.#options.clock.now();
    if (isGivenUp(retryConfig, attempts, now - (firstAttemptAt ?? now))) {
      this.#options.log("warn", `The schedule ${name} failed: ${reason}.`);
      return this.#fresh(now);
    }
    return { ...state, dueAt: now + backoffMs(retryConfig, attempts) };
  }

  async #save(state: ScheduleState): Promise<ScheduleState> {
    await this.#options.storage.write(() => this.#store.put(this.#target.name, state));
    return state;
  }
}

function parse({ name, schedule, timeZone }: ScheduleFunction): NextRun {
  try {
    return parseSchedule(schedule, timeZone);
  } catch (error) {
    throw new Error(`Function ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
