import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../../testing/harness.ts";
import { countWrites, pairTestPhone, type TestPhone } from "../../../testing/phone.ts";
import { removeDevice } from "../../devices/remove.ts";
import { paths } from "../../schema/paths.ts";
import { createMobileApp } from "../app.ts";

let harness: Harness;
let phone: TestPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness);
});

const device = () => harness.read(paths.device(harness.accountId, phone.id));
const ping = {
  health: {
    version: "1.72.0",
    status: "warn",
    checks: {
      "connection:status": { observedValue: 1 },
      "connection:transport": { observedValue: 6 },
      "battery:level": { observedValue: 18 },
      "battery:charging": { observedValue: 3 },
    },
  },
};

describe("POST /hooks/{device}/{secret}", () => {
  test("records what a ping tells of the phone", async () => {
    harness.advance(300_000);
    expect((await phone.post("system:ping", ping)).status).toBe(200);
    expect(await device()).toMatchObject({
      isOnline: true,
      appVersion: "1.72.0",
      battery: { levelPercent: 18, isCharging: true },
      network: "wifi",
    });
    expect((await device())?.lastSeenAt.toDate()).toEqual(harness.now());
  });

  test("learns the SIMs when the app starts, and writes nothing when it knows them", async () => {
    const started = {
      simCards: [
        {
          slotIndex: 0,
          simNumber: 1,
          phoneNumber: "+48500999888",
          carrierName: "Play",
          iccid: "8948",
        },
        { slotIndex: 1, simNumber: 2, phoneNumber: "", carrierName: "Plus" },
      ],
    };
    await phone.post("app:started", started);
    expect((await device())?.sims).toEqual([
      { slot: 1, number: "+48500999888", carrier: "Play" },
      { slot: 2, number: null, carrier: "Plus" },
    ]);
    expect(await countWrites(harness, () => phone.post("app:started", started))).toEqual({});
  });

  test.each([
    ["an event that nobody knows", "sms:exploded", {}],
    ["an event named like what every object has", "constructor", {}],
    [
      "a text without its time",
      "sms:received",
      { messageId: "1", message: "x", sender: "+48500100200" },
    ],
    ["a ping without health", "system:ping", {}],
  ])("answers 200 to %s, and writes nothing but a line in the log", async (_, event, payload) => {
    const writes = await countWrites(harness, async () => {
      expect((await phone.post(event, payload)).status).toBe(200);
    });
    expect(writes).toEqual({});
    expect(harness.logged.at(-1)?.event).toMatch(/^phone_event_(ignored|unreadable)$/);
  });

  test("answers 200 to what is no JSON, or the phone would send it for two days", async () => {
    const link = await harness.read(paths.phoneLink(phone.id));
    const app = createMobileApp(harness.services);
    const path = `/mobile/v1/hooks/${phone.id}/${link?.hookSecret}`;
    expect((await app.request(path, { method: "POST", body: "{" })).status).toBe(200);
  });

  test("answers 404 to a wrong secret, to another phone's and to no phone alike", async () => {
    const other = await pairTestPhone(harness);
    const otherLink = await harness.read(paths.phoneLink(other.id));
    const app = createMobileApp(harness.services);
    const answers = await Promise.all(
      [
        `${phone.id}/wrong`,
        `${phone.id}/${otherLink?.hookSecret}`,
        "dev_none/wrong",
        "__x__/wrong",
      ].map((path) =>
        app.request(`/mobile/v1/hooks/${path}`, {
          method: "POST",
          body: JSON.stringify({ event: "system:ping", payload: ping }),
        }),
      ),
    );
    const seen = await Promise.all(answers.map(async (it) => [it.status, await it.text()]));
    expect(new Set(seen.map((it) => JSON.stringify(it))).size).toBe(1);
    expect(seen[0]?.[0]).toBe(404);
  });

  test("forgets a removed phone's address", async () => {
    const link = await harness.read(paths.phoneLink(phone.id));
    await removeDevice(harness.ctx, { deviceId: phone.id });
    const answer = await createMobileApp(harness.services).request(
      `/mobile/v1/hooks/${phone.id}/${link?.hookSecret}`,
      { method: "POST", body: JSON.stringify({ event: "system:ping", payload: ping }) },
    );
    expect(answer.status).toBe(404);
  });
});
