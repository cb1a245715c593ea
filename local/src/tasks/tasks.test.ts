import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CloudTasksClient, type protos } from "@google-cloud/tasks";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getFunctions } from "firebase-admin/functions";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createManualClock } from "../clock.ts";
import { openStorage, type Storage } from "../storage.ts";
import { type CloudTasks, createCloudTasks } from "./cloud-tasks.ts";
import type { QueueConfig } from "./queue.ts";
import { createTasksHandler } from "./server.ts";
import type { StoredTask } from "./task.ts";

/** Of the SDK's own copy of the library: another version's client does not fit it. */
const { PassThroughClient } = createRequire(import.meta.resolve("google-gax"))(
  "google-auth-library",
);

const QUEUE = "projects/demo-x/locations/us-central1/queues/deliver";
const HOUR_MS = 60 * 60 * 1000;

const config = (given: Partial<QueueConfig> = {}): QueueConfig => ({
  name: QUEUE,
  retryConfig: {
    ...{ maxAttempts: 3, maxRetrySeconds: 0 },
    ...{ minBackoffSeconds: 10, maxBackoffSeconds: 3600, maxDoublings: 16 },
  },
  rateLimits: { maxConcurrentDispatches: 1000, maxDispatchesPerSecond: 500 },
  ...given,
});

describe("the embedded Cloud Tasks", () => {
  const clock = createManualClock();
  let storage: Storage;
  let tasks: CloudTasks;
  let server: Server;
  let client: CloudTasksClient;
  let answers: ((task: StoredTask) => number | Promise<number>) | undefined;
  let delivered: StoredTask[];
  let warnings: string[];

  function open(queue: QueueConfig = config()): void {
    tasks = createCloudTasks({
      ...{ storage, clock, queues: [queue] },
      log: (_level, message) => warnings.push(message),
      isLocalTarget: (url) => url.includes("/demo-x/"),
      async deliver(task) {
        delivered.push(task);
        return (await answers?.(task)) ?? 204;
      },
    });
  }

  async function serve(queue?: QueueConfig): Promise<void> {
    open(queue);
    tasks.start();
    server = createServer(createTasksHandler(tasks, (_level, message) => warnings.push(message)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    client = new CloudTasksClient({
      ...{ fallback: true, apiEndpoint: "127.0.0.1", protocol: "http", projectId: "demo-x" },
      port: (server.address() as AddressInfo).port,
      authClient: new PassThroughClient(),
    });
  }

  const create = (task: protos.google.cloud.tasks.v2.ITask = {}) =>
    client.createTask({
      parent: QUEUE,
      task: { httpRequest: { url: "https://example.com/hook", httpMethod: "POST" }, ...task },
    });
  const inSeconds = (seconds: number) => ({ seconds: clock.now() / 1000 + seconds });
  const settled = () => expect.poll(() => tasks.isIdle()).toBe(true);

  beforeEach(() => {
    vi.stubEnv("METADATA_SERVER_DETECTION", "none");
    storage = openStorage(null);
    delivered = [];
    warnings = [];
    answers = undefined;
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await client?.close();
    server?.close();
    await tasks.stop();
    await storage.close();
  });

  test("delivers a task once, with its method, headers and body", async () => {
    await serve();
    const headers = { "Content-Type": "application/json" };
    const body = Buffer.from('{"data":1}');
    const [task] = await create({
      httpRequest: { url: "https://example.com/hook", httpMethod: "PUT", headers, body },
    });
    expect(task.name).toMatch(`${QUEUE}/tasks/`);
    await settled();
    expect(delivered.map(({ request }) => request)).toEqual([
      { url: "https://example.com/hook", method: "PUT", headers, body: body.toString("base64") },
    ]);
    await expect(client.getTask({ name: task.name })).rejects.toMatchObject({ code: 5 });
  });

  test("waits for the schedule time", async () => {
    await serve();
    const [task] = await create({ scheduleTime: inSeconds(60) });
    clock.advance(59_999);
    await settled();
    expect(delivered).toEqual([]);
    clock.advance(1);
    await settled();
    expect(delivered.map(({ name }) => name)).toEqual([task.name]);
  });

  test("delivers at once though the wall's clock was set back an hour", async () => {
    await serve();
    await create();
    await settled();
    clock.advance(-HOUR_MS);
    await create();
    await create({ scheduleTime: inSeconds(1) });
    await settled();
    expect(delivered).toHaveLength(2);
    clock.advance(1_000);
    await settled();
    expect(delivered).toHaveLength(3);
  });

  test("takes a named task once, and its name again an hour after it is done", async () => {
    await serve();
    const name = `${QUEUE}/tasks/once`;
    await create({ name });
    await settled();
    await expect(create({ name })).rejects.toMatchObject({ code: 6 });
    clock.advance(HOUR_MS - 1);
    await expect(create({ name })).rejects.toMatchObject({ code: 6 });
    clock.advance(1);
    await create({ name });
    await settled();
    expect(delivered).toHaveLength(2);
  });

  test("refuses the name of a task that waits or was deleted", async () => {
    await serve();
    const name = `${QUEUE}/tasks/once`;
    await create({ name, scheduleTime: inSeconds(60) });
    await expect(create({ name })).rejects.toMatchObject({ code: 6 });
    await client.deleteTask({ name });
    await expect(create({ name })).rejects.toMatchObject({ code: 6 });
    await expect(client.deleteTask({ name })).rejects.toMatchObject({ code: 5 });
    clock.advance(HOUR_MS - 1);
    await settled();
    expect(delivered).toEqual([]);
  });

  test("tries a failing task again after the queue's backoff, and gives up after its last attempt", async () => {
    await serve();
    answers = () => 503;
    const [task] = await create();
    await settled();
    const [waiting] = await client.getTask({ name: task.name });
    expect(waiting).toMatchObject({ dispatchCount: 1, responseCount: 1 });
    clock.advance(9_999);
    await settled();
    expect(delivered).toHaveLength(1);
    clock.advance(1);
    await settled();
    expect(delivered).toHaveLength(2);
    clock.advance(20_000);
    await settled();
    expect(delivered.map(({ dispatchCount }) => dispatchCount)).toEqual([0, 1, 2]);
    await expect(client.getTask({ name: task.name })).rejects.toMatchObject({ code: 5 });
    expect(warnings).toEqual([expect.stringContaining("is given up after 3 attempts: HTTP 503")]);
  });

  test("goes on trying past the last attempt until the retry time is over", async () => {
    const { retryConfig } = config();
    await serve(config({ retryConfig: { ...retryConfig, maxAttempts: 1, maxRetrySeconds: 15 } }));
    answers = () => {
      throw new Error("connection refused");
    };
    await create();
    await settled();
    clock.advance(10_000);
    await settled();
    clock.advance(20_000);
    await settled();
    clock.advance(HOUR_MS);
    await settled();
    expect(delivered).toHaveLength(3);
  });

  test("never runs more tasks at once than the queue allows", async () => {
    await serve(
      config({ rateLimits: { maxConcurrentDispatches: 2, maxDispatchesPerSecond: 500 } }),
    );
    const gates: (() => void)[] = [];
    answers = () => new Promise((resolve) => gates.push(() => resolve(204)));
    for (let i = 0; i < 5; i += 1) await create();
    for (const expected of [2, 3, 4, 5]) {
      await expect.poll(() => gates).toHaveLength(expected);
      gates[expected - 2]?.();
    }
    gates[4]?.();
    await settled();
    expect(delivered).toHaveLength(5);
  });

  test("never dispatches faster than the queue's rate", async () => {
    await serve(config({ rateLimits: { maxConcurrentDispatches: 9, maxDispatchesPerSecond: 1 } }));
    for (let i = 0; i < 3; i += 1) await create();
    const seen = [delivered.length];
    for (const milliseconds of [999, 1, 1000]) {
      clock.advance(milliseconds);
      seen.push(delivered.length);
    }
    expect(seen).toEqual([1, 1, 2, 3]);
    await settled();
  });

  test("makes a waiting task due at once when it is told to run", async () => {
    await serve();
    const [task] = await create({ scheduleTime: inSeconds(600) });
    await client.runTask({ name: task.name });
    clock.advance(1);
    await settled();
    expect(delivered.map(({ name }) => name)).toEqual([task.name]);
  });

  test("holds the tasks of a paused queue, and purges them when asked", async () => {
    await serve();
    await client.pauseQueue({ name: QUEUE });
    await create();
    await settled();
    expect(delivered).toEqual([]);
    await client.resumeQueue({ name: QUEUE });
    await settled();
    expect(delivered).toHaveLength(1);
    await client.pauseQueue({ name: QUEUE });
    await create();
    await client.purgeQueue({ name: QUEUE });
    await client.resumeQueue({ name: QUEUE });
    await settled();
    expect(delivered).toHaveLength(1);
  });

  test("lists what waits, page by page, without bodies unless asked", async () => {
    await serve();
    const httpRequest = { url: "https://example.com/", body: Buffer.from("secret") };
    for (const id of ["a", "b", "c"]) {
      await create({ name: `${QUEUE}/tasks/${id}`, httpRequest, scheduleTime: inSeconds(60) });
    }
    const list = (pageToken = "") =>
      client.listTasks({ parent: QUEUE, pageSize: 2, pageToken }, { autoPaginate: false });
    const [first, , { nextPageToken }] = await list();
    const [second, , end] = await list(nextPageToken ?? "");
    const seen = [...first, ...second];
    expect([first.length, end.nextPageToken]).toEqual([2, ""]);
    expect(seen.map(({ name }) => name?.slice(-1))).toEqual(["a", "b", "c"]);
    expect(seen[0]?.httpRequest?.body).toHaveLength(0);
    const [full] = await client.getTask({ name: `${QUEUE}/tasks/a`, responseView: "FULL" });
    expect(Buffer.from(full.httpRequest?.body ?? "").toString()).toBe("secret");
    const [queue] = await client.getQueue({ name: QUEUE });
    expect(queue).toMatchObject({ state: "RUNNING", retryConfig: { maxAttempts: 3 } });
  });

  test("delivers what was waiting, and what was running, when it is opened again", async () => {
    await serve();
    answers = () => new Promise(() => {});
    await create({ name: `${QUEUE}/tasks/running` });
    await create({ name: `${QUEUE}/tasks/waiting`, scheduleTime: inSeconds(60) });
    answers = undefined;
    delivered = [];
    void tasks.stop();
    open();
    tasks.start();
    clock.advance(60_000);
    await settled();
    expect(delivered.map(({ name }) => name.split("/").pop())).toEqual(["running", "waiting"]);
    await expect(create({ name: `${QUEUE}/tasks/running` })).rejects.toMatchObject({ code: 6 });
  });

  test.each([
    ["a time more than 30 days away", { scheduleTime: { seconds: 2e9 } }, 3],
    ["a deadline under 15 seconds", { dispatchDeadline: { seconds: 14 } }, 3],
    [
      "a body with GET",
      { httpRequest: { url: "https://e.com", httpMethod: "GET", body: Buffer.from("x") } },
      3,
    ],
    ["a URL that is no web address", { httpRequest: { url: "ftp://e.com/x" } }, 3],
    ["a name of another queue", { name: QUEUE.replace("deliver", "other/tasks/t") }, 3],
    ["a name with a space", { name: `${QUEUE}/tasks/a b` }, 3],
    [
      "a body over 1 MB",
      { httpRequest: { url: "https://e.com", body: Buffer.alloc(1_100_000) } },
      3,
    ],
    [
      "a token for a stranger",
      { httpRequest: { url: "https://e.com", oidcToken: { serviceAccountEmail: "a@b.c" } } },
      12,
    ],
    ["an App Engine target", { httpRequest: null, appEngineHttpRequest: { relativeUri: "/" } }, 12],
  ] as const)("refuses %s and keeps nothing", async (_case, task, code) => {
    await serve();
    await expect(create(task as protos.google.cloud.tasks.v2.ITask)).rejects.toMatchObject({
      code,
    });
    const [listed] = await client.listTasks({ parent: QUEUE });
    expect([listed, delivered]).toEqual([[], []]);
  });

  test("refuses a queue that no function declares", async () => {
    await serve();
    const parent = QUEUE.replace("deliver", "nobody");
    const task = { httpRequest: { url: "https://example.com" } };
    await expect(client.createTask({ parent, task })).rejects.toMatchObject({ code: 9 });
    await expect(
      client.createQueue({ parent: QUEUE.split("/queues")[0], queue: {} }),
    ).rejects.toMatchObject({ code: 12 });
  });

  test.each([
    [
      "a page of another site",
      { origin: "https://evil.example", "content-type": "application/json" },
    ],
    ["a form post", { "content-type": "text/plain" }],
    ["a webhook that points here", { "webhook-id": "evt_1", "content-type": "application/json" }],
  ])("refuses a task from %s", async (_case, headers) => {
    await serve();
    const { port } = server.address() as AddressInfo;
    const body = JSON.stringify({ task: { httpRequest: { url: "https://example.com" } } });
    const url = `http://127.0.0.1:${port}/v2/${QUEUE}/tasks`;
    const answer = await fetch(url, { method: "POST", headers, body });
    expect([answer.status, delivered]).toEqual([403, []]);
  });

  test("answers the Admin SDK's task queue", async () => {
    await serve();
    const { port } = server.address() as AddressInfo;
    vi.stubEnv("CLOUD_TASKS_EMULATOR_HOST", `127.0.0.1:${port}`);
    const app = initializeApp({ projectId: "demo-x" }, "tasks-test");
    const queue = getFunctions(app).taskQueue("deliver");
    const due = new Date(clock.now() + 1000);
    await queue.enqueue({ n: 1 }, { id: "one", scheduleTime: due, dispatchDeadlineSeconds: 30 });
    await expect(queue.enqueue({ n: 1 }, { id: "one" })).rejects.toMatchObject({
      code: "functions/task-already-exists",
    });
    await queue.enqueue({ n: 2 }, { id: "two", scheduleTime: due });
    await queue.delete("two");
    clock.advance(1000);
    await settled();
    expect(delivered).toMatchObject([{ request: { url: "", method: "POST" }, deadlineMs: 30_000 }]);
    expect(JSON.parse(Buffer.from(delivered[0]?.request.body ?? "", "base64").toString())).toEqual({
      data: { n: 1 },
    });
    await deleteApp(app);
  });
});
