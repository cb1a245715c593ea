import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CloudTasksClient, type protos } from "@google-cloud/tasks";
import { expect, onTestFinished, vi } from "vitest";
import { createManualClock } from "../../clock.ts";
import { openStorage } from "../../storage.ts";
import { createCloudTasks } from "../cloud-tasks.ts";
import type { QueueConfig } from "../queue.ts";
import { createTasksHandler } from "../server.ts";
import type { StoredTask } from "../task.ts";

/** Of the SDK's own copy of the library: another version's client does not fit it. */
const { PassThroughClient } = createRequire(import.meta.resolve("google-gax"))(
  "google-auth-library",
);

export type TaskInit = protos.google.cloud.tasks.v2.ITask;

export const QUEUE = "projects/demo-x/locations/us-central1/queues/deliver";

const RETRIES: QueueConfig["retryConfig"] = {
  ...{ maxAttempts: 3, maxRetrySeconds: 0 },
  ...{ minBackoffSeconds: 10, maxBackoffSeconds: 3600, maxDoublings: 16 },
};
const RATES: QueueConfig["rateLimits"] = {
  maxConcurrentDispatches: 1000,
  maxDispatchesPerSecond: 500,
};

/** One queue behind the official client, with a clock to turn; all of it ends with the test. */
export async function serveTasks({
  retryConfig,
  rateLimits,
}: {
  retryConfig?: Partial<QueueConfig["retryConfig"]>;
  rateLimits?: Partial<QueueConfig["rateLimits"]>;
} = {}) {
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  const clock = createManualClock();
  const storage = openStorage(null);
  const delivered: StoredTask[] = [];
  const warnings: string[] = [];
  const queue: QueueConfig = {
    name: QUEUE,
    retryConfig: { ...RETRIES, ...retryConfig },
    rateLimits: { ...RATES, ...rateLimits },
  };
  let answer: ((task: StoredTask) => number | Promise<number>) | undefined;
  const log = (_level: string, message: string) => void warnings.push(message);
  const open = () => {
    const opened = createCloudTasks({
      ...{ storage, clock, log, queues: [queue] },
      isLocalTarget: (url) => url.includes("/demo-x/"),
      async deliver(task) {
        delivered.push(task);
        return (await answer?.(task)) ?? 204;
      },
    });
    opened.start();
    return opened;
  };
  let tasks = open();
  const server = createServer(createTasksHandler(tasks, log));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new CloudTasksClient({
    ...{ fallback: true, apiEndpoint: "127.0.0.1", protocol: "http", projectId: "demo-x" },
    ...{ port, authClient: new PassThroughClient() },
  });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await client.close();
    server.close();
    await tasks.stop();
    await storage.close();
  });
  return {
    ...{ clock, client, port, warnings },
    /** What the target was sent, attempt by attempt. */
    delivered,
    /** How the target answers from now on; without it, 204. */
    answerWith(next: typeof answer): void {
      answer = next;
    },
    create: (task: TaskInit = {}) =>
      client.createTask({
        parent: QUEUE,
        task: { httpRequest: { url: "https://example.com/hook", httpMethod: "POST" }, ...task },
      }),
    inSeconds: (seconds: number) => ({ seconds: clock.now() / 1000 + seconds }),
    settled: () => expect.poll(() => tasks.isIdle()).toBe(true),
    /** The queue over the same storage, after a crash: what runs is left to itself. */
    reopen(): void {
      void tasks.stop();
      tasks = open();
    },
  };
}
