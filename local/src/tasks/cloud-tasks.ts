import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import { TasksError } from "./errors.ts";
import { type Deliver, Queue, type QueueConfig } from "./queue.ts";
import { createTaskStore, type TaskStore } from "./store.ts";
import type { TaskRequest } from "./task.ts";

export interface CloudTasksOptions {
  storage: Storage;
  clock: Clock;
  log: Log;
  queues: QueueConfig[];
  deliver: Deliver;
  /** Whether a URL is one of our own functions; only those may ask for an OIDC token, which nobody here can mint. */
  isLocalTarget(url: string): boolean;
}

/** What the operations work on. */
export interface CloudTasksState {
  storage: Storage;
  store: TaskStore;
  clock: Clock;
  queue(name: string): Queue;
  queueForNewTask(name: string): Queue;
  queues(): Queue[];
  checkTarget(queue: Queue, request: TaskRequest, raw: unknown): void;
}

export interface CloudTasks {
  state: CloudTasksState;
  /** Begins to dispatch. */
  start(): void;
  /** No further dispatch; resolves when the running ones have ended. */
  stop(): Promise<void>;
  /** Nothing runs and nothing is due. */
  isIdle(): boolean;
}

/** How often names that are free again are swept out, in milliseconds. */
const SWEEP_MS = 10 * 60 * 1000;

export function createCloudTasks(options: CloudTasksOptions): CloudTasks {
  const { storage, clock, isLocalTarget } = options;
  const store = createTaskStore(storage);
  const queues = new Map(
    options.queues.map((config) => [config.name, new Queue(config, { ...options, store })]),
  );
  let cancelSweep = () => {};

  const sweep = () => {
    void storage.write(() => store.forgetSpentNames(clock.now()));
    cancelSweep = clock.at(clock.now() + SWEEP_MS, sweep);
  };

  const state: CloudTasksState = {
    ...{ storage, store, clock },
    queues: () => [...queues.values()],
    queue(name) {
      const queue = queues.get(name);
      if (queue) return queue;
      throw new TasksError("NOT_FOUND", "Queue does not exist.");
    },
    queueForNewTask(name) {
      const queue = queues.get(name);
      if (queue) return queue;
      throw new TasksError(
        "FAILED_PRECONDITION",
        "Queue does not exist. If you just created the queue, wait at least a minute for the queue to initialize.",
      );
    },
    checkTarget(_queue, { url }, raw) {
      const wantsToken =
        typeof raw === "object" && raw !== null && ("oidcToken" in raw || "oauthToken" in raw);
      if (url === "" || isLocalTarget(url) || !wantsToken) return;
      throw new TasksError(
        "UNIMPLEMENTED",
        "((Tokens for targets other than our own functions are not emulated.))",
      );
    },
  };

  return {
    state,
    start() {
      sweep();
      for (const queue of queues.values()) queue.pump();
    },
    async stop() {
      cancelSweep();
      await Promise.all([...queues.values()].map((queue) => queue.stop()));
    },
    isIdle: () => [...queues.values()].every((queue) => queue.isIdle()),
  };
}
