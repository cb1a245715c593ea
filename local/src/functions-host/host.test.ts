import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock.ts";
import { createEngine } from "../firestore/engine/create-engine.ts";
import type { Engine } from "../firestore/engine.ts";
import { type HttpServer, startHttpServer } from "../http-server.ts";
import { openStorage, type Storage } from "../storage.ts";
import { createTask } from "../tasks/operations/create-task.ts";
import { type Handler, walk } from "./discover.ts";
import { createFunctionsHost, type FunctionsHost } from "./host.ts";
import { https, scheduler, tasks } from "./testing/sdk.ts";

interface Req {
  url: string;
  method: string;
  body: unknown;
  rawBody?: Buffer;
  query: object;
  headers: Record<string, string>;
}
interface Res {
  on(event: string, listener: () => void): void;
  status(code: number): Res;
  json(body: unknown): void;
  set(name: string, value: string): Res;
  flushHeaders(): void;
  write(text: string): void;
  send(text: string): void;
}

const echo = ({ url, method, body, rawBody, query }: Req, res: Res) => {
  const isBytes = Buffer.isBuffer(body);
  res.json({
    url,
    method,
    query,
    body: isBytes ? `bytes:${body}` : body,
    raw: rawBody?.toString(),
  });
};

describe("the functions' host", () => {
  let clock: ManualClock;
  let storage: Storage;
  let engine: Engine;
  let functions: FunctionsHost;
  let server: HttpServer;
  let lines: string[];

  async function host(exports: Record<string, Handler>): Promise<void> {
    engine = createEngine({ storage, projectId: "demo-x", now: clock.now });
    functions = createFunctionsHost({
      ...{ projectId: "demo-x", engine, storage, clock },
      log: (_level, message) => lines.push(message),
      functions: walk(exports, ""),
      isForged: (authorization) => authorization === "Bearer a.forged.token",
    });
    server = await startHttpServer({
      ...{ host: "127.0.0.1", port: 0 },
      handle: (req, res) => functions.handle(req, res),
      log: (_level, message) => lines.push(message),
    });
    functions.start();
  }

  const call = (path: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${server.port}/demo-x/us-central1/${path}`, init);
  const post = (body: string, type: string) =>
    call("api", { method: "POST", body, headers: { "content-type": type } }).then((res) =>
      res.json(),
    );
  const settled = () => vi.waitFor(() => expect(functions.isIdle()).toBe(true), { interval: 1 });

  beforeEach(() => {
    vi.stubEnv("FUNCTIONS_EMULATOR", "true");
    clock = createManualClock();
    storage = openStorage(null);
    lines = [];
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await functions.stop();
    await server.close(0);
    await engine.close();
    await storage.close();
  });

  describe("HTTPS functions", () => {
    test("see the path behind their name, the query, and the body by its type", async () => {
      await host({ api: https.onRequest({}, echo) });
      const answer = await call("api/v1/send?to[0]=a");
      expect(await answer.json()).toMatchObject({
        url: "/v1/send?to[0]=a",
        method: "GET",
        query: { to: ["a"] },
      });
      expect(await post('{"a":1}', "application/json")).toMatchObject({
        body: { a: 1 },
        raw: '{"a":1}',
      });
      expect(await post("a=1", "application/x-www-form-urlencoded")).toMatchObject({
        body: { a: "1" },
        raw: "a=1",
      });
      expect(await post("plain", "text/plain")).toMatchObject({ body: "plain", raw: "plain" });
      expect(await post("x", "application/octet-stream")).toMatchObject({
        body: "bytes:x",
        raw: "x",
      });
    });

    test("see malformed JSON as it came, to refuse it in their own words", async () => {
      await host({ api: https.onRequest({}, echo) });
      expect(await post('{"a":', "application/json")).toMatchObject({
        body: 'bytes:{"a":',
        raw: '{"a":',
      });
    });

    test("are not called with more than 32 MB", async () => {
      const handler = vi.fn(echo);
      await host({ api: https.onRequest({}, handler) });
      const body = Buffer.alloc(33 * 1024 * 1024);
      const answer = await call("api", {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      expect([answer.status, handler.mock.calls]).toEqual([413, []]);
    });

    test("stream at once, and learn that the reader has gone", async () => {
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      await host({
        api: https.onRequest({}, (_req: Req, res: Res) => {
          res.on("close", resolve);
          res.set("content-type", "text/event-stream").flushHeaders();
          res.write("data: 1\n\n");
          return gone;
        }),
      });
      const abort = new AbortController();
      const answer = await call("api", { signal: abort.signal });
      const reader = answer.body?.getReader();
      expect(Buffer.from((await reader?.read())?.value ?? "").toString()).toBe("data: 1\n\n");
      abort.abort();
      await gone;
    });

    test("are cut off after their time", async () => {
      await host({ api: https.onRequest({ timeoutSeconds: 9 }, () => new Promise(() => {})) });
      const answer = call("api");
      await vi.waitFor(
        () => {
          clock.advance(9_000);
          expect(lines).toEqual([expect.stringContaining("did not answer within 9 seconds")]);
        },
        { interval: 1 },
      );
      expect((await answer).status).toBe(504);
    });

    test("never see a forged token", async () => {
      const handler = vi.fn(echo);
      await host({ api: https.onRequest({}, handler) });
      const answer = await call("api", { headers: { authorization: "Bearer a.forged.token" } });
      expect([answer.status, handler.mock.calls]).toEqual([401, []]);
      await call("api", { headers: { authorization: "Bearer hs_live_key" } });
      expect(handler).toHaveBeenCalledTimes(1);
    });

    test("answer 500 when they throw, and keep why to the log", async () => {
      await host({
        api: https.onRequest({}, () => {
          throw new Error("secret detail");
        }),
      });
      const answer = await call("api");
      expect([answer.status, await answer.text()]).toEqual([500, "Internal Server Error"]);
    });
  });

  test("answers 404 for a function that there is not, and 403 for one that only the platform calls", async () => {
    const handler = vi.fn();
    await host({
      queue: tasks.onTaskDispatched({}, handler),
      job: scheduler.onSchedule("every 5 minutes", handler),
    });
    const statuses = await Promise.all(
      ["nobody", "queue", "job"].map(async (name) => (await call(name)).status),
    );
    expect([statuses, handler.mock.calls]).toEqual([[404, 403, 403], []]);
  });

  describe("task functions", () => {
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
      return createTask(functions.tasks.state, parent, {
        task: { name: `${parent}/tasks/t1`, httpRequest },
      });
    };

    test.each([
      ["the queue's own", () => ""],
      ["production's", () => "https://us-central1-demo-x.cloudfunctions.net/deliver"],
      ["the emulators'", () => `http://127.0.0.1:${server.port}/demo-x/us-central1/deliver`],
    ])("are called for %s address, and told which attempt it is", async (_case, url) => {
      const seen: TaskEvent[] = [];
      const retryConfig = { minBackoffSeconds: 10 };
      await host({
        deliver: tasks.onTaskDispatched({ retryConfig }, (event: TaskEvent) => {
          seen.push(event);
          if (seen.length === 1) throw new Error("not yet");
        }),
      });
      await enqueue(url(), { "X-CloudTasks-TaskRetryCount": "7", "X-Own": "yes" });
      await settled();
      clock.advance(10_000);
      await settled();
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
      await host({ deliver: tasks.onTaskDispatched({}, () => {}) });
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
      await settled();
      clock.advance(100);
      await settled();
      await other.close(0);
      const expected = ["POST", "/hook", "t1", "Google-Cloud-Tasks"];
      expect(calls).toEqual([expected, expected]);
    });

    test("that overstay the task's deadline are tried again", async () => {
      let count = 0;
      await host({
        deliver: tasks.onTaskDispatched({ timeoutSeconds: 1800 }, () => {
          count += 1;
          return count === 1 ? new Promise(() => {}) : undefined;
        }),
      });
      await enqueue("");
      await vi.waitFor(() => expect(count).toBe(1), { interval: 1 });
      clock.advance(600_000);
      await settled();
      clock.advance(100);
      await settled();
      expect(count).toBe(2);
    });
  });

  describe("schedules", () => {
    const MINUTE_MS = 60_000;
    let seen: string[];
    const see = ({ scheduleTime }: { scheduleTime: string }) =>
      void seen.push(scheduleTime.slice(11, 16));

    beforeEach(() => {
      seen = [];
    });

    async function restart(exports: Record<string, Handler>): Promise<void> {
      await functions.stop();
      await server.close(0);
      await host(exports);
      await settled();
    }

    async function pass(minutes: number): Promise<void> {
      for (let i = 0; i < minutes; i += 1) {
        clock.advance(MINUTE_MS);
        await settled();
      }
    }

    test("run at their times", async () => {
      await host({ job: scheduler.onSchedule("*/5 * * * *", see) });
      await settled();
      await pass(12);
      expect(seen).toEqual(["00:05", "00:10"]);
    });

    test("run neither twice nor too early after a restart", async () => {
      const exports = { job: scheduler.onSchedule("every 5 minutes", see) };
      await host(exports);
      await settled();
      await pass(5);
      await restart(exports);
      await pass(4);
      expect(seen).toEqual(["00:05"]);
      await pass(1);
      expect(seen).toEqual(["00:05", "00:10"]);
    });

    test("make up once for the times that were missed", async () => {
      const exports = { job: scheduler.onSchedule("*/5 * * * *", see) };
      await host(exports);
      await settled();
      await functions.stop();
      clock.advance(32 * MINUTE_MS);
      await restart(exports);
      await pass(3);
      expect(seen).toEqual(["00:05", "00:35"]);
    });

    test("take up a new timetable", async () => {
      await host({ job: scheduler.onSchedule("0 9 * * *", see) });
      await settled();
      await restart({ job: scheduler.onSchedule("*/2 * * * *", see) });
      await pass(2);
      expect(seen).toEqual(["00:02"]);
    });

    test("are tried again as often as they ask, then wait for their next time", async () => {
      let count = 0;
      const options = { schedule: "0 * * * *", retryCount: 2, minBackoffSeconds: 60 };
      await host({
        job: scheduler.onSchedule(options, () => {
          count += 1;
          throw new Error("never");
        }),
      });
      await settled();
      await pass(60);
      expect(count).toBe(1);
      await pass(58);
      expect(count).toBe(3);
    });

    test("that a crash cut short are not run again, unless they ask for retries", async () => {
      const { promise: end, resolve } = Promise.withResolvers<void>();
      const hang = (event: { scheduleTime: string }) => {
        see(event);
        return end;
      };
      const exports = {
        once: scheduler.onSchedule("*/5 * * * *", hang),
        again: scheduler.onSchedule(
          { schedule: "*/5 * * * *", retryCount: 1, minBackoffSeconds: 60 },
          hang,
        ),
      };
      await host(exports);
      await settled();
      clock.advance(5 * MINUTE_MS);
      await vi.waitFor(() => expect(seen).toEqual(["00:05", "00:05"]), { interval: 1 });
      void functions.stop();
      seen = [];
      await host({ once: scheduler.onSchedule("*/5 * * * *", see), again: exports.again });
      await settled();
      clock.advance(MINUTE_MS);
      await vi.waitFor(() => expect(seen).toEqual(["00:05"]), { interval: 1 });
      resolve();
    });

    test("run when they are told to, and say when that fails", async () => {
      await host({
        good: scheduler.onSchedule("0 9 * * *", see),
        bad: scheduler.onSchedule("0 9 * * *", () => {
          throw new Error("never");
        }),
      });
      await functions.schedules.runNow("good");
      expect(seen).toHaveLength(1);
      await expect(functions.schedules.runNow("bad")).rejects.toThrow("status 500");
      await expect(functions.schedules.runNow("nobody")).rejects.toThrow("no schedule nobody");
    });

    test("that cannot be read stop the start, by name", async () => {
      const broken = host({ job: scheduler.onSchedule("sometimes", see) });
      await expect(broken).rejects.toThrow('Function job: "sometimes" is neither');
      await engine.close();
      await host({});
    });
  });

  test("closes while a stream is open: the stream ends, what is being answered is answered", async () => {
    const { promise: answerNow, resolve } = Promise.withResolvers<void>();
    const { promise: streamClosed, resolve: closeStream } = Promise.withResolvers<void>();
    const { promise: slowBegun, resolve: beginSlow } = Promise.withResolvers<void>();
    await host({
      stream: https.onRequest({}, (_req: Req, res: Res) => {
        res.on("close", closeStream);
        res.set("content-type", "text/event-stream").flushHeaders();
        res.write(": hello\n\n");
        return streamClosed;
      }),
      slow: https.onRequest({}, async (_req: Req, res: Res) => {
        beginSlow();
        await answerNow;
        res.send("done");
      }),
    });
    const stream = await call("stream");
    const slow = new Promise<string>((done, fail) => {
      const { port } = server;
      const path = "/demo-x/us-central1/slow";
      request({ port, path, host: "127.0.0.1" }, async (res) =>
        done(Buffer.concat(await res.toArray()).toString()),
      )
        .on("error", fail)
        .end();
    });
    await slowBegun;
    const closed = server.close(5_000);
    expect(await stream.text()).toBe(": hello\n\n");
    await streamClosed;
    resolve();
    expect(await slow).toBe("done");
    await closed;
    await expect(call("slow")).rejects.toThrow();
  });
});
