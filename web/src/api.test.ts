import type { SendOneResponse } from "@handset/client/api-types.ts";
import { QuoteResponse } from "@handset/functions/schema/api/billing.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApi, parsed } from "./api.ts";
import { sendMessage } from "./sms/send-message.ts";

beforeEach(() => {
  vi.restoreAllMocks();
  vi.stubGlobal("location", { origin: "https://sms.example" });
});

afterEach(() => void vi.unstubAllGlobals());

const ACCEPTED: SendOneResponse = {
  id: "msg_1",
  status: "queued",
  to: "+14155550123",
  from: null,
  device_id: "dev_1",
  sim_slot: null,
  segments: 1,
  encoding: "gsm7",
  price: 30_000,
  created_at: "2026-11-22T09:00:00.000Z",
  balance: 0,
};

/** A server that sends once per key, and whose answers get lost as a test says. */
function serverLosing(lostCount: number) {
  const sent = new Map<string, object>();
  let asked = 0;
  const fetch = async (input: Parameters<typeof globalThis.fetch>[0], init?: RequestInit) => {
    asked += 1;
    const { headers } = new Request(input, init);
    sent.set(headers.get("Idempotency-Key") ?? `no key ${asked}`, ACCEPTED);
    if (asked <= lostCount) throw new TypeError("Failed to fetch");
    return Response.json(ACCEPTED, { status: 202 });
  };
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => void waits.push(milliseconds);
  const api = createApi(async () => "a token", { fetch, sleep });
  return { api, sent, waits, askedCount: () => asked };
}

const MESSAGE = { to: "+14155550123", text: "Hello", via: null };

describe("the dashboard's calls", () => {
  test("send once though the answer is lost twice, and nobody notices", async () => {
    const { api, sent, askedCount } = serverLosing(2);
    expect(await sendMessage(api, "acc_1", MESSAGE)).toMatchObject({ id: "msg_1" });
    expect(askedCount()).toBe(3);
    expect(sent.size).toBe(1);
  });

  test("say after the third silence that the server cannot be reached; trying again sends once", async () => {
    const { api, sent, askedCount } = serverLosing(3);
    await expect(sendMessage(api, "acc_1", MESSAGE, "key_1")).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("Check your connection"),
    });
    expect(askedCount()).toBe(3);
    await sendMessage(api, "acc_1", MESSAGE, "key_1");
    expect(sent.size).toBe(1);
  });

  test("leave it to the person to wait for longer than five seconds", async () => {
    const problem = { code: "rate_limited", detail: "Try again in 12 seconds." };
    const api = createApi(async () => "a token", {
      fetch: async () => Response.json(problem, { status: 429, headers: { "Retry-After": "12" } }),
      sleep: () => Promise.reject(new Error("It waited.")),
    });
    await expect(api.call("getBalance", {}, { accountId: "acc_1" })).rejects.toMatchObject({
      message: "Try again in 12 seconds.",
      retryAfterSeconds: 12,
    });
  });
});

describe("parsed", () => {
  test("says in words when an answer has not the expected shape, and logs what is wrong", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const api = createApi(async () => "a token", {
      fetch: async () => Response.json({ price: 1 }),
    });
    const body = { to: "+14155550123", message: "Hello" };
    await expect(parsed(QuoteResponse, api.call("quoteMessages", { body }))).rejects.toMatchObject({
      code: "unexpected_answer",
      message: expect.stringContaining("Reload the page"),
      isTemporary: false,
    });
    expect(log).toHaveBeenCalledOnce();
  });

  test("takes no schema of another operation", () => {
    const api = createApi(async () => null, { fetch: () => Promise.reject(new Error("Called.")) });
    // @ts-expect-error A balance is no quote.
    const wrong = () => parsed(QuoteResponse, api.call("getBalance"));
    expect(wrong).toBeTypeOf("function");
  });
});
