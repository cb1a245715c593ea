import { toVersion } from "../src/database-clock.ts";
import { createPairing } from "../src/devices/create-pairing.ts";
import { wakePhone } from "../src/devices/wake.ts";
import { createMobileApp } from "../src/mobile/app.ts";
import { paths } from "../src/schema/paths.ts";
import type { Harness } from "./harness.ts";

export const USER_AGENT = "me.capcom.smsgateway/1.70.4";

export interface WireMessage {
  id: string;
  textMessage: { text: string };
  phoneNumbers: string[];
  simNumber?: number;
  priority: number;
  validUntil?: string;
  state: string;
  createdAt: string;
}

/** A phone that speaks the protocol to the app in process, as a test tells it to. */
export interface TestPhone {
  id: string;
  token: string;
  login: string;
  password: string;
  request(method: string, path: string, body?: unknown): Promise<Response>;
  /** What the gateway keeps of it. */
  link(): ReturnType<Harness["read"]>;
  pull(order?: string): Promise<WireMessage[]>;
  report(id: string, state: string, more?: object): Promise<Response>;
  /** Posts an event to the address that it was told. */
  post(event: string, payload: object): Promise<Response>;
}

export interface PairOptions {
  userAgent?: string;
  body?: object;
}

/** Pairs a phone by a code. */
export async function pairTestPhone(
  harness: Harness,
  { userAgent = USER_AGENT, body = {} }: PairOptions = {},
): Promise<TestPhone> {
  const { code } = await createPairing(harness.ctx);
  const app = createMobileApp(harness.services);
  const answer = await app.request("/mobile/v1/device", {
    method: "POST",
    headers: { Authorization: `Code ${code}`, "User-Agent": userAgent },
    body: JSON.stringify({ name: "Google/oriole", ...body }),
  });
  if (answer.status !== 201) throw new Error(`Pairing answered ${answer.status}.`);
  const paired = (await answer.json()) as {
    id: string;
    token: string;
    login: string;
    password: string;
  };
  const request: TestPhone["request"] = async (method, path, sent) =>
    app.request(`/mobile/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${paired.token}`, "User-Agent": userAgent },
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
    });
  const link = () => harness.read(paths.phoneLink(paired.id));
  return {
    ...paired,
    request,
    link,
    async pull(order = "fifo") {
      const listed = await request("GET", `/message?order=${order}`);
      if (listed.status !== 200) throw new Error(`The pull answered ${listed.status}.`);
      return (await listed.json()) as WireMessage[];
    },
    report: (id, state, more = {}) => request("PATCH", "/message", [{ id, state, ...more }]),
    async post(event, payload) {
      const { hookSecret } = (await link()) ?? {};
      return app.request(`/mobile/v1/hooks/${paired.id}/${hookSecret}`, {
        method: "POST",
        headers: { "User-Agent": userAgent },
        body: JSON.stringify({
          id: crypto.randomUUID(),
          webhookId: "w",
          event,
          deviceId: paired.id,
          payload,
        }),
      });
    },
  };
}

/** Delivers the newest wake request of a phone to its trigger, as the platform does, at least once. */
export async function deliverWake(harness: Harness, deviceId: string) {
  const request = await harness.db.doc(paths.wake(deviceId)).get();
  const { accountId } = harness;
  const version = toVersion(request.updateTime);
  return wakePhone(harness.services, { accountId, deviceId, version });
}

/** Runs `work` and counts the documents that were written under each collection meanwhile. */
export async function countWrites(
  harness: Harness,
  work: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const stop = harness.engine.onCommit(({ changes }) => {
    for (const { name } of changes) {
      const collection = name.split("/").at(-2) ?? "";
      counts[collection] = (counts[collection] ?? 0) + 1;
    }
  });
  await work();
  stop();
  return counts;
}
