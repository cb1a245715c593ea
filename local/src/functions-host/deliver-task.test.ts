import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startHttpServer } from "../http-server.ts";
import { createTask } from "../tasks/operations/create-task.ts";
import { type Bench, createBench } from "./testing/bench.ts";
import { tasks } from "./testing/sdk.ts";

describe("task functions", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  afterEach(() => bench.close());

  interface TaskEvent {
    data: unknown;
    queueName: string;
    id: string;
    retryCount: number;
    executionCount: number;
    previousResponse?: number;
    headers: Record<string, string>;
  }

  const enqueue = (url: string, headers: Record<string, string> = {}) => {
    const parent = "projects/demo-x/locations/us-central1/queues/deliver";
    const body = Buffer.from(JSON.stringify({ data: { n: 1 } })).toString("base64");
    const httpRequest = {
      url,
      body,
      headers: { "Content-Type": "application/json", ...headers },
    };
    return createTask(bench.functions().tasks.state, parent, {
      task: { name: `${parent}/tasks/t1`, httpRequest },
    });
  };

  test.each([
    ["the queue's own", () => ""],
    ["production's", () => "https://us-central1-demo-x.cloudfunctions.net/deliver"],
    ["the emulators'", () => bench.url("deliver")],
  ])("are called for %s address, and told which attempt it is", async (_case, url) => {
    const seen: TaskEvent[] = [];
    const retryConfig = { minBackoffSeconds: 10 };
    await bench.host({
      deliver: tasks.onTaskDispatched({ retryConfig }, (event: TaskEvent) => {
        seen.push(event);
        if (seen.length === 1) throw new Error("not yet");
      }),
    });
    await enqueue(url(), { "X-CloudTasks-TaskRetryCount": "7", "X-Own": "yes" });
    await bench.settled();
    bench.clock.advance(10_000);
    await bench.settled();
    expect(seen).toMatchObject([
      {
        data: { n: 1 },
        queueName: "deliver",
        id: "t1",
        retryCount: 0,
        headers: { "x-own": "yes" },
      },
      { data: { n: 1 }, retryCount: 1, executionCount: 1, previousResponse: 500 },
    ]);
  });

  test("may call other servers, whose failure counts", async () => {
    await bench.host({ deliver: tasks.onTaskDispatched({}, () => {}) });
    const calls: unknown[] = [];
    const other = await startHttpServer({
      ...{ host: "127.0.0.1", port: 0, log: () => {} },
      handle(req, res) {
        calls.push([
          req.method,
          req.url,
          req.headers["x-cloudtasks-taskname"],
          req.headers["user-agent"],
        ]);
        res.writeHead(calls.length === 1 ? 503 : 200).end();
      },
    });
    await enqueue(`http://127.0.0.1:${other.port}/hook`);
    await bench.settled();
    bench.clock.advance(100);
    await bench.settled();
    await other.close(0);
    const expected = ["POST", "/hook", "t1", "Google-Cloud-Tasks"];
    expect(calls).toEqual([expected, expected]);
  });

  test("that overstay the task's deadline are tried again", async () => {
    let count = 0;
    await bench.host({
      deliver: tasks.onTaskDispatched({ timeoutSeconds: 1800 }, () => {
        count += 1;
        return count === 1 ? new Promise(() => {}) : undefined;
      }),
    });
    await enqueue("");
    await expect.poll(() => count).toBe(1);
    bench.clock.advance(600_000);
    await bench.settled();
    bench.clock.advance(100);
    await bench.settled();
    expect(count).toBe(2);
  });
});
