import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../../testing/harness.ts";
import { countWrites, pairTestPhone, type TestPhone } from "../../../testing/phone.ts";
import { paths } from "../../schema/paths.ts";
import { createMobileApp } from "../app.ts";

let harness: Harness;
let phone: TestPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness);
});

const device = () => harness.read(paths.device(harness.accountId, phone.id));
const link = () => harness.read(paths.phoneLink(phone.id));
const patch = (body: object) => phone.request("PATCH", "/device", { id: phone.id, ...body });

describe("PATCH /device", () => {
  test("keeps the push token, and forgets it when the phone has none any more", async () => {
    expect((await patch({ pushToken: "fcm-1" })).status).toBe(204);
    expect(await device()).toMatchObject({ wakeChannel: "push" });
    expect(await link()).toMatchObject({ pushToken: "fcm-1" });
    await patch({});
    expect(await device()).toMatchObject({ wakeChannel: "poll" });
    expect(await link()).toMatchObject({ pushToken: null });
  });

  test("tries a new push token at once, so that a phone with another project's token opens a stream", async () => {
    await patch({ pushToken: "fcm-1" });
    expect(harness.pushes).toEqual([{ token: "fcm-1", event: "SettingsUpdated" }]);
    harness.deadPushTokens.add("fcm-2");
    await patch({ pushToken: "fcm-2" });
    expect(await link()).toMatchObject({ pushToken: null });
    expect(await device()).toMatchObject({ wakeChannel: "poll" });
    expect(await (await phone.request("GET", "/settings")).json()).toMatchObject({
      gateway: { notification_channel: "SSE_ONLY" },
    });
  });

  test("pairs a phone though push is away", async () => {
    harness.services.push = { send: () => Promise.reject(new Error("FCM is away.")) };
    const other = await pairTestPhone(harness, { body: { pushToken: "fcm" } });
    expect(await harness.read(paths.phoneLink(other.id))).toMatchObject({ pushToken: "fcm" });
  });

  test("writes nothing when nothing is new", async () => {
    await patch({ pushToken: "fcm-1" });
    expect(await countWrites(harness, () => patch({ pushToken: "fcm-1" }))).toEqual({});
  });

  test("refuses the id of another phone", async () => {
    const other = await pairTestPhone(harness);
    const answer = await phone.request("PATCH", "/device", { id: other.id, pushToken: "mine" });
    expect(answer.status).toBe(403);
    expect(await harness.read(paths.phoneLink(other.id))).toMatchObject({ pushToken: null });
  });

  test("never takes a masked number for a number, and keeps the whole one that it fits", async () => {
    await phone.post("app:started", {
      simCards: [{ simNumber: 1, phoneNumber: "+48500999888", carrierName: "Play" }],
    });
    const masked = { simNumber: 1, phoneNumber: "********9888", carrierName: "****" };
    const writes = await countWrites(harness, () => patch({ simCards: [masked] }));
    expect(writes).toEqual({});
    await patch({ simCards: [{ ...masked, phoneNumber: "********1111" }] });
    expect((await device())?.sims).toEqual([{ slot: 1, number: null, carrier: "Play" }]);
  });
});

describe("GET /webhooks", () => {
  async function webhooks(userAgent: string, headers: Record<string, string> = {}) {
    const old = await pairTestPhone(harness, { userAgent });
    const answer = await createMobileApp(harness.services).request(
      "http://127.0.0.1:3000/mobile/v1/webhooks",
      { headers: { Authorization: `Bearer ${old.token}`, "User-Agent": userAgent, ...headers } },
    );
    const hooks = (await answer.json()) as { id: string; url: string; event: string }[];
    return { id: old.id, hooks };
  }

  test.each([
    ["1.14.0", []],
    ["1.17.0", ["sms:received", "system:ping"]],
    ["1.53.1", ["sms:received", "system:ping", "sms:sent", "mms:received"]],
    ["1.70.4", ["sms:received", "system:ping", "sms:sent", "mms:downloaded", "app:started"]],
  ])("tells an app %s only of events whose names it knows", async (version, events) => {
    const { hooks } = await webhooks(`me.capcom.smsgateway/${version}`);
    expect(hooks.map(({ event }) => event)).toEqual(events);
  });

  test("gives ids that stay, and an address that nobody guesses", async () => {
    const headers = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "sms.example.com" };
    const { id, hooks } = await webhooks("me.capcom.smsgateway/1.70.4", headers);
    const secret = (await harness.read(paths.phoneLink(id)))?.hookSecret;
    expect(secret).toMatch(/^\w{43}$/);
    expect(hooks[0]).toEqual({
      id: "handset-sms-received",
      event: "sms:received",
      url: `https://sms.example.com/mobile/v1/hooks/${id}/${secret}`,
    });
    for (const hook of hooks) expect(hook.id.length).toBeLessThanOrEqual(36);
  });

  test("gives the address that the phone itself uses where no proxy is in between", async () => {
    const { hooks } = await webhooks("me.capcom.smsgateway/1.70.4");
    expect(hooks[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/mobile\/v1\/hooks\//);
  });
});

describe("GET /settings", () => {
  const settings = async () => (await phone.request("GET", "/settings")).json();

  test("says how to sign, how often to ping and how fast to send, and nothing that makes a phone leave", async () => {
    const document = await settings();
    expect(document).toEqual({
      messages: {
        processing_order: "FIFO",
        send_interval_min: 0,
        send_interval_max: 0,
        limit_period: "Disabled",
        limit_value: 0,
      },
      webhooks: { signing_key: (await link())?.signingKey, retry_count: 15 },
      ping: { interval_seconds: 300 },
    });
  });

  test.each([
    [
      { perMinute: 10, perDay: null },
      { limit_period: "PerMinute", limit_value: 10 },
    ],
    [
      { perMinute: null, perDay: 500 },
      { limit_period: "PerDay", limit_value: 500 },
    ],
    [
      { perMinute: 10, perDay: 500 },
      { limit_period: "PerMinute", limit_value: 10 },
    ],
  ])("paces %j", async (pacing, expected) => {
    await harness.db
      .doc(paths.device(harness.accountId, phone.id))
      .update({ pacing: { ...pacing, intervalSecondsMin: 2, intervalSecondsMax: 6 } });
    expect(await settings()).toMatchObject({
      messages: { send_interval_min: 2, send_interval_max: 6, ...expected },
    });
  });
});
