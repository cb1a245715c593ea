import { afterEach, describe, expect, test, vi } from "vitest";
import { Handset, type HandsetOptions } from "../client/src/handset.ts";
import { HandsetError } from "../client/src/handset-error.ts";

const problem = (status: number, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ code: "x", detail: "Later." }), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
const lost = () => new TypeError("socket hang up");

/** A client that is given these answers, one after another, and waits for nothing. */
function client(answers: (Response | Error)[], options: Partial<HandsetOptions> = {}) {
  const calls: Request[] = [];
  const waits: number[] = [];
  const handset = new Handset({
    apiKey: "hs_live_x",
    baseUrl: "https://sms.example",
    fetch: async (input, init) => {
      calls.push(new Request(input, init));
      const answer = answers.shift();
      if (answer === undefined) throw new Error("One call too many.");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    sleep: async (milliseconds) => void waits.push(milliseconds),
    ...options,
  });
  return { handset, calls, waits };
}

afterEach(() => vi.restoreAllMocks());

describe("the client's retries", () => {
  test.each([undefined, "order 7"])(
    "wait as long as the server asks, under the same idempotency key (%s)",
    async (idempotencyKey) => {
      const done = Response.json({ id: "msg_a" }, { status: 202 });
      const { handset, calls, waits } = client([
        lost(),
        problem(503, { "Retry-After": "7" }),
        done,
      ]);
      const request = { to: "+14155550123", message: "Hi" };
      expect(await handset.send(request, { idempotencyKey })).toEqual({ id: "msg_a" });
      expect(waits).toEqual([expect.any(Number), 7000]);
      const keys = new Set(calls.map(({ headers }) => headers.get("Idempotency-Key")));
      expect([...keys]).toEqual([idempotencyKey ?? expect.stringMatching(/^[0-9a-f]{32}$/)]);
      expect(calls).toHaveLength(3);
    },
  );

  test("wait until the date that the server names", async () => {
    vi.spyOn(Date, "now").mockReturnValue(Date.parse("2026-11-22T08:00:00Z"));
    const later = { "Retry-After": "Sun, 22 Nov 2026 08:00:09 GMT" };
    const { handset, waits } = client([problem(503, later), Response.json({})]);
    await handset.getMessage("msg_a");
    expect(waits).toEqual([9000]);
  });

  test("give up at once when the server asks for more than the longest wait, and tell it", async () => {
    const { handset, calls, waits } = client([problem(429, { "Retry-After": "61" })]);
    await expect(handset.getMessage("msg_a")).rejects.toMatchObject({ retryAfterSeconds: 61 });
    expect(calls).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test("end after four, with the last refusal", async () => {
    const { handset, waits } = client(Array.from({ length: 5 }, () => problem(503)));
    await expect(handset.getMessage("msg_a")).rejects.toMatchObject({ status: 503, code: "x" });
    expect(waits).toHaveLength(4);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  test("repeat no call that may have been done, unless a key makes it be done once", async () => {
    const silent = client([lost()]);
    await expect(silent.handset.call("createPairing")).rejects.toMatchObject({
      code: "unreachable",
    });
    const failed = client([problem(502)]);
    await expect(
      failed.handset.call("createPairing", {}, { idempotencyKey: "not for this" }),
    ).rejects.toMatchObject({ status: 502 });
    expect(failed.calls[0]?.headers.get("Idempotency-Key")).toBeNull();
    const limited = client([problem(429), Response.json({ code: "K7" }, { status: 201 })]);
    expect(await limited.handset.call("createPairing")).toEqual({ code: "K7" });
  });

  test("repeat nothing that is the caller's own mistake", async () => {
    const { handset, waits } = client([problem(422)]);
    await expect(handset.send({ to: "x", message: "Hi" })).rejects.toMatchObject({ status: 422 });
    expect(waits).toEqual([]);
  });

  test("take it for done when what was to be removed is gone after a lost answer", async () => {
    const removed = client([lost(), problem(404)]);
    const path = { id: "dev_a" };
    expect(await removed.handset.call("removeDevice", { path })).toBeUndefined();
    const never = client([problem(404)]);
    await expect(never.handset.call("removeDevice", { path })).rejects.toMatchObject({
      status: 404,
    });
    const limited = client([problem(429), problem(404)]);
    await expect(limited.handset.call("removeDevice", { path })).rejects.toMatchObject({
      status: 404,
    });
  });

  test("ask for the token anew, and for a while when there is none", async () => {
    const token = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new Error("auth/network-request-failed"))
      .mockResolvedValue("fresh");
    const { handset, calls } = client([Response.json({ code: "K7" })], { token });
    expect(await handset.call("createPairing", {}, { accountId: "acc_1" })).toEqual({ code: "K7" });
    expect(calls.map(({ headers }) => headers.get("Authorization"))).toEqual(["Bearer fresh"]);
    token.mockRejectedValue(new Error("auth/network-request-failed"));
    await expect(handset.call("createPairing")).rejects.toMatchObject({
      code: "no_token",
      message: expect.stringContaining("Check your connection"),
    });
    expect(calls).toHaveLength(1);
  });
});

describe("the client's errors", () => {
  test("tell a server that cannot be reached from one that is silent too long", async () => {
    const away = client([lost()], { retries: 0 });
    const unreachable = await away.handset.getMessage("msg_a").catch((error: unknown) => error);
    expect(unreachable).toBeInstanceOf(HandsetError);
    expect(unreachable).toMatchObject({ status: 0, code: "unreachable", isTemporary: true });
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    const { handset } = client([], { fetch: silent, timeoutMs: 1, retries: 0 });
    await expect(handset.getMessage("msg_a")).rejects.toMatchObject({
      code: "timeout",
      message: "The server did not answer within 0.001 seconds. Try again in a moment.",
    });
    await expect(handset.call("createPairing")).rejects.toThrow("look before you try again");
  });

  test("say so when what answers is not the API", async () => {
    const page = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
    const { handset } = client([page(), new Response("<h1>Welcome</h1>")], { retries: 0 });
    await expect(handset.getMessage("msg_a")).rejects.toMatchObject({
      status: 502,
      code: "unexpected_answer",
    });
    await expect(handset.getMessage("msg_a")).rejects.toMatchObject({
      status: 200,
      code: "unexpected_answer",
      message: expect.stringContaining("not JSON"),
    });
  });

  test("leave a caller who gives up alone, before a call and while waiting", async () => {
    const reason = new Error("The page was left.");
    const gone = AbortSignal.abort(reason);
    const away = client([lost()]);
    await expect(away.handset.getMessage("msg_a", { signal: gone })).rejects.toBe(reason);
    expect(away.waits).toEqual([]);
    const leaving = new AbortController();
    const answers = [problem(503, { "Retry-After": "30" })];
    const { handset, calls } = client(answers, { sleep: undefined });
    const waiting = handset.getMessage("msg_a", { signal: leaving.signal });
    await expect.poll(() => calls).toHaveLength(1);
    leaving.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(calls).toHaveLength(1);
  });
});
