import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Bench, createBench, FORGED } from "./testing/bench.ts";
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
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  afterEach(() => bench.close());

  const post = (body: string, type: string) =>
    bench
      .call("api", { method: "POST", body, headers: { "content-type": type } })
      .then((res) => res.json());

  describe("HTTPS functions", () => {
    test("see the path behind their name, the query, and the body by its type", async () => {
      await bench.host({ api: https.onRequest({}, echo) });
      const answer = await bench.call("api/v1/send?to[0]=a");
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
      await bench.host({ api: https.onRequest({}, echo) });
      expect(await post('{"a":', "application/json")).toMatchObject({
        body: 'bytes:{"a":',
        raw: '{"a":',
      });
    });

    test("that do not look at the body's JSON spend no time on it", async () => {
      await bench.host({
        api: https.onRequest({}, ({ rawBody }: Req, res: Res) => res.send(`${rawBody}`)),
      });
      const parse = vi.spyOn(JSON, "parse");
      const body = '{"a":"stranger"}';
      const answer = await bench.call("api", {
        ...{ method: "POST", body, headers: { "content-type": "application/json" } },
      });
      expect(await answer.text()).toBe(body);
      expect(parse).not.toHaveBeenCalledWith(body);
      parse.mockRestore();
    });

    test("are not called with more than 32 MB", async () => {
      const handler = vi.fn(echo);
      await bench.host({ api: https.onRequest({}, handler) });
      const body = Buffer.alloc(33 * 1024 * 1024);
      const answer = await bench.call("api", {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      expect([answer.status, handler.mock.calls]).toEqual([413, []]);
    });

    test("stream at once, and learn that the reader has gone", async () => {
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      await bench.host({
        api: https.onRequest({}, (_req: Req, res: Res) => {
          res.on("close", resolve);
          res.set("content-type", "text/event-stream").flushHeaders();
          res.write("data: 1\n\n");
          return gone;
        }),
      });
      const abort = new AbortController();
      const answer = await bench.call("api", { signal: abort.signal });
      const reader = answer.body?.getReader();
      expect(Buffer.from((await reader?.read())?.value ?? "").toString()).toBe("data: 1\n\n");
      abort.abort();
      await gone;
    });

    test("are cut off after their time", async () => {
      await bench.host({
        api: https.onRequest({ timeoutSeconds: 9 }, () => new Promise(() => {})),
      });
      const answer = bench.call("api");
      const later = () => {
        bench.clock.advance(9_000);
        return bench.lines;
      };
      await expect
        .poll(later)
        .toEqual([expect.stringContaining("did not answer within 9 seconds")]);
      expect((await answer).status).toBe(504);
    });

    test("never see a forged token", async () => {
      const handler = vi.fn(echo);
      await bench.host({ api: https.onRequest({}, handler) });
      const answer = await bench.call("api", { headers: { authorization: FORGED } });
      expect([answer.status, handler.mock.calls]).toEqual([401, []]);
      await bench.call("api", { headers: { authorization: "Bearer hs_live_key" } });
      expect(handler).toHaveBeenCalledTimes(1);
    });

    test("answer 500 when they throw, and keep why to the log", async () => {
      await bench.host({
        api: https.onRequest({}, () => {
          throw new Error("secret detail");
        }),
      });
      const answer = await bench.call("api");
      expect([answer.status, await answer.text()]).toEqual([500, "Internal Server Error"]);
    });
  });

  test("answers 404 for a function that there is not, and 403 for one that only the platform calls", async () => {
    const handler = vi.fn();
    await bench.host({
      queue: tasks.onTaskDispatched({}, handler),
      job: scheduler.onSchedule("every 5 minutes", handler),
    });
    const statuses = await Promise.all(
      ["nobody", "queue", "job"].map(async (name) => (await bench.call(name)).status),
    );
    expect([statuses, handler.mock.calls]).toEqual([[404, 403, 403], []]);
  });

  test("closes while a stream is open: the stream ends, what is being answered is answered", async () => {
    const { promise: answerNow, resolve } = Promise.withResolvers<void>();
    const { promise: streamClosed, resolve: closeStream } = Promise.withResolvers<void>();
    const { promise: slowBegun, resolve: beginSlow } = Promise.withResolvers<void>();
    await bench.host({
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
    const stream = await bench.call("stream");
    const slow = new Promise<string>((done, fail) => {
      const { port } = bench.server();
      const path = "/demo-x/us-central1/slow";
      request({ port, path, host: "127.0.0.1" }, async (res) =>
        done(Buffer.concat(await res.toArray()).toString()),
      )
        .on("error", fail)
        .end();
    });
    await slowBegun;
    const closed = bench.server().close(5_000);
    expect(await stream.text()).toBe(": hello\n\n");
    await streamClosed;
    resolve();
    expect(await slow).toBe("done");
    await closed;
    await expect(bench.call("slow")).rejects.toThrow();
  });
});
