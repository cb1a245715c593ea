import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileFunctions } from "../scripts/build.ts";
import { type Emulation, startEmulation } from "../scripts/emulate.ts";
import { askUntil } from "./machine.ts";

/** Half a minute of CPU, so it runs where it is asked for: `HANDSET_EMULATORS=1 npx vitest run --project e2e`. */
const isAsked = process.env.HANDSET_EMULATORS === "1";
const printed: string[] = [];

let emulation: Emulation;
let api: (path: string, init?: { method?: string; body?: unknown }) => Promise<Answer>;
let accountId: string;

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read documented fields of many shapes.
  body: any;
}

beforeAll(async () => {
  if (!isAsked) return;
  compileFunctions();
  emulation = await startEmulation((_, line) => void printed.push(line));
  const idToken = await signUp();
  const opened = await call("/api/v1/accounts", `Bearer ${idToken}`, "POST", { name: "Bakery" });
  expect(opened.status, JSON.stringify(opened.body)).toBe(201);
  accountId = opened.body.account.id;
  await credit(10_000_000);
  api = (path, { method, body } = {}) =>
    call(
      `/api/v1${path}`,
      `Bearer ${opened.body.api_key}`,
      method ?? (body === undefined ? "GET" : "POST"),
      body,
    );
}, 180_000);

afterAll(async () => {
  if (process.env.HANDSET_EMULATORS_LOG) console.log(printed.join("\n"));
  if (isAsked) await emulation.stop();
});

describe.skipIf(!isAsked)("the upload on the Firebase CLI's own emulators", () => {
  test("sends one SMS all the way, through hosting's rewrites", async () => {
    const { body: pairing } = await api("/pairings", { method: "POST" });
    expect(pairing.server_url).toMatch(/\/mobile\/v1$/);
    const { body: phone } = await call("/mobile/v1/device", `Code ${pairing.code}`, "POST", {
      name: "Test/phone",
    });
    const asPhone = (path: string, method = "GET", body?: unknown) =>
      call(`/mobile/v1${path}`, `Bearer ${phone.token}`, method, body);
    const { status, body: sent } = await api("/send", {
      body: { to: "+14155550123", message: "Hello from the emulators" },
    });
    expect(status, JSON.stringify(sent)).toBe(202);
    const woken = await askUntil(
      async () => printed.some((line) => line.includes("Finished") && line.includes("wakePhone")),
      (isWoken) => isWoken,
    );
    expect(woken).toBe(true);
    expect((await asPhone("/message?order=fifo")).body).toMatchObject([
      { id: sent.id, phoneNumbers: ["+14155550123"] },
    ]);
    for (const state of ["Sent", "Delivered"]) {
      const reported = await asPhone("/message", "PATCH", [
        {
          id: sent.id,
          state,
          recipients: [{ phoneNumber: "+14155550123", state }],
          states: { [state]: new Date().toISOString() },
        },
      ]);
      expect(reported.status).toBeLessThan(300);
    }
    const { body: message } = await api(`/messages/${sent.id}`);
    expect(message).toMatchObject({ status: "delivered", message: "Hello from the emulators" });
    expect(Object.keys(message.timeline).sort()).toEqual(
      ["delivered_at", "dispatched_at", "queued_at", "sent_at"].sort(),
    );
  }, 60_000);

  test("runs tasks when they are due: a webhook is repeated, a scheduled text leaves in time", async () => {
    const heard: string[] = [];
    const target = createServer((req, res) => {
      heard.push(String(req.headers["webhook-id"]));
      res.writeHead(heard.length === 1 ? 500 : 204).end();
    }).listen(0, "127.0.0.1");
    await once(target, "listening");
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const { status } = await api("/webhooks", { body: { url, events: ["message.queued"] } });
    expect(status).toBe(201);
    const sendAt = Date.now() + 2_000;
    const { body: planned } = await api("/send", {
      body: { to: "+14155550123", message: "Later", send_at: new Date(sendAt).toISOString() },
    });
    expect(planned.status).toBe("scheduled");
    const { body: queued } = await askUntil(
      () => api(`/messages/${planned.id}`),
      ({ body }) => body.status !== "scheduled",
    );
    expect(queued.status).toBe("queued");
    expect(Date.parse(queued.timeline.queued_at)).toBeGreaterThanOrEqual(sendAt);
    await askUntil(
      async () => heard.length,
      (count) => count === 2,
    );
    expect(heard[1]).toBe(heard[0]);
    target.close();
  }, 60_000);

  test("serves the dashboard", async () => {
    const page = await fetch(`${emulation.url}/messages`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<script");
  });
});

async function call(path: string, authorization: string, method: string, body?: unknown) {
  const response = await fetch(`${emulation.url}${path}`, {
    method,
    headers: { Authorization: authorization, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text,
  };
}

async function signUp(): Promise<string> {
  const path = "identitytoolkit.googleapis.com/v1/accounts:signUp?key=none";
  const response = await fetch(`http://${emulation.authHost}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      email: "owner@example.com",
      password: "a long password",
      returnSecureToken: true,
    }),
  });
  const { idToken } = (await response.json()) as { idToken: string };
  return idToken;
}

async function credit(micros: number): Promise<void> {
  const name = `projects/demo-handset/databases/(default)/documents/accounts/${accountId}`;
  const response = await fetch(
    `http://${emulation.firestoreHost}/v1/${name}?updateMask.fieldPaths=balance`,
    {
      method: "PATCH",
      headers: { Authorization: "Bearer owner", "Content-Type": "application/json" },
      body: JSON.stringify({ fields: { balance: { integerValue: String(micros) } } }),
    },
  );
  expect(response.status, await response.text()).toBe(200);
}
