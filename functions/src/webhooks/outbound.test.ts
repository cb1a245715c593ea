import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../../testing/receiver.ts";
import { createOutbound } from "./outbound.ts";

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(() => receiver.close());

const request = (url: string) => ({ url, headers: { "X-Own": "a" }, body: '{"a":"ü"}' });
const local = (more: object = {}) =>
  createOutbound({ allowsPrivateTargets: true, timeoutMs: 500, ...more });

describe("post", () => {
  test("posts the body as it stands and keeps the answer", async () => {
    receiver.answer({ status: 201, body: "done", headers: { "Retry-After": "7" } });
    const answer = await local().post(request(receiver.url));
    expect(answer).toMatchObject({ statusCode: 201, body: "done", retryAfter: "7", error: null });
    expect(receiver.received).toMatchObject([
      { method: "POST", path: "/sms", body: '{"a":"ü"}', headers: { "x-own": "a" } },
    ]);
  });

  test("keeps the first 2 kB of a long answer, and takes its status without the rest", async () => {
    receiver.answer({ status: 200, body: Buffer.alloc(5_000_000, "x") });
    const answer = await local().post(request(receiver.url));
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe("x".repeat(2048));
  });

  test("takes the status of an answer whose body never ends", async () => {
    receiver.answer({ status: 200, headers: { "Content-Length": "10" }, body: "half" });
    expect(await local().post(request(receiver.url))).toMatchObject({
      statusCode: 200,
      body: "half",
    });
  });

  test("follows no redirect", async () => {
    receiver.answer({ status: 302, headers: { Location: "http://169.254.169.254/latest/" } });
    expect(await local().post(request(receiver.url))).toMatchObject({ statusCode: 302 });
    expect(receiver.received).toHaveLength(1);
  });

  test("gives up on a target that does not answer in time", async () => {
    receiver.answer(null);
    const answer = await local({ timeoutMs: 100 }).post(request(receiver.url));
    expect(answer).toMatchObject({ statusCode: null, error: "No answer within 0.1 seconds." });
  });

  test("gives up on a resolver that does not answer in time", async () => {
    const resolve = () => new Promise<never>(() => {});
    const outbound = local({ timeoutMs: 50, resolve });
    expect((await outbound.post(request("http://example.com/"))).error).toMatch(/DNS in time/);
    expect(await outbound.findObjection("http://example.com/")).toMatch(/DNS in time/);
  });

  test("says that nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const answer = await local().post(request(`http://127.0.0.1:${port}/`));
    expect(answer.error).toBe("Nothing accepts connections there. (ECONNREFUSED)");
  });

  test("connects to the address that it looked up once, whatever DNS says a moment later", async () => {
    const answers = ["127.0.0.1", "192.0.2.1"];
    const resolve = async () => [{ address: answers.shift() ?? "", family: 4 }];
    const url = `http://example.test:${receiver.port}/sms`;
    expect(await local({ resolve }).post(request(url))).toMatchObject({ statusCode: 200 });
    expect(receiver.received[0]?.headers.host).toBe(`example.test:${receiver.port}`);
    expect(answers).toHaveLength(1);
  });
});

describe("in the cloud", () => {
  const cloud = (...answers: string[][]) =>
    createOutbound({
      allowsPrivateTargets: false,
      timeoutMs: 500,
      resolve: async () =>
        (answers.shift() ?? []).map((address) => ({
          address,
          family: address.includes(":") ? 6 : 4,
        })),
    });

  test("refuses a name that leads inside, at registration", async () => {
    expect(await cloud(["10.0.0.8"]).findObjection("https://example.com/")).toBe(
      "example.com leads to 10.0.0.8. Give a public address: 10.0.0.8 is a private address.",
    );
  });

  test("refuses a name of which one address of several leads inside", async () => {
    const objection = await cloud(["93.184.216.34", "::ffff:10.0.0.8"]).findObjection(
      "https://example.com/",
    );
    expect(objection).toMatch(/disguise/);
  });

  test("refuses a name that led outside when it was registered and leads inside at the attempt", async () => {
    const outbound = cloud(["93.184.216.34"], ["127.0.0.1"]);
    const url = `https://example.com:${receiver.port}/sms`;
    expect(await outbound.findObjection(url)).toBeNull();
    const answer = await outbound.post(request(url));
    expect(answer).toMatchObject({
      statusCode: null,
      error: expect.stringMatching(/127\.0\.0\.1/),
    });
    expect(receiver.received).toEqual([]);
  });

  test("posts nothing to http", async () => {
    const answer = await cloud(["127.0.0.1"]).post(request(receiver.url));
    expect(answer).toMatchObject({ statusCode: null, error: expect.stringMatching(/https/) });
    expect(receiver.received).toEqual([]);
  });

  test("says that a name is not in DNS", async () => {
    const resolve = async () => {
      throw Object.assign(new Error(), { code: "ENOTFOUND" });
    };
    const outbound = createOutbound({ allowsPrivateTargets: false, resolve });
    expect(await outbound.findObjection("https://nowhere.example/")).toBe(
      "nowhere.example cannot be found in DNS (ENOTFOUND).",
    );
    expect(await cloud([]).findObjection("https://nowhere.example/")).toMatch(/no address/);
  });
});
