import { expect } from "vitest";
import { createApiApp } from "../src/api/app.ts";
import { createHarness, type Harness } from "./harness.ts";

export interface ApiCall {
  method?: string;
  /** The key to call with, or a person's ID token; null: none. A key of the account for all scopes unless given. */
  as?: string | null;
  headers?: Record<string, string>;
  /** A text is sent as it stands, anything else as JSON. */
  body?: unknown;
}

/** Calls the API in process, as a customer's program does. */
export type ApiCaller = Awaited<ReturnType<typeof createApiCaller>>;

export async function createApiCaller(harness: Harness, app = createApiApp(harness.services)) {
  const key = await harness.issueKey();

  async function call(path: string, { method, as = key, headers, body }: ApiCall = {}) {
    const response = await app.request(`http://shop.example/api/v1${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        ...(as !== null && { Authorization: `Bearer ${as}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : null,
    };
  }

  return {
    key,
    call,
    /** Sends a text, with what the test is about instead. */
    send: (body: object = {}, more: ApiCall = {}) =>
      call("/send", { body: { to: "+14155550123", message: "Hello", ...body }, ...more }),
  };
}

/** A caller whose account has a phone to send by. */
export type Sender = ApiCaller & { deviceId: string };

export async function createSender(): Promise<{ harness: Harness; api: Sender }> {
  const harness = await createHarness();
  const deviceId = await harness.addDevice();
  return { harness, api: { ...(await createApiCaller(harness)), deviceId } };
}

/** Fails when `work` writes a document, deletes one or enqueues a task. */
export async function nothingIsWritten(
  { engine, tasks }: Harness,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = { ...engine.counters, tasks: [...tasks] };
  await work();
  expect(engine.counters.writes - before.writes).toBe(0);
  expect(engine.counters.deletes - before.deletes).toBe(0);
  expect(tasks).toEqual(before.tasks);
}
