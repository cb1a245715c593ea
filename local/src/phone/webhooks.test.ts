import { describe, expect, test } from "vitest";
import { SPECIAL_NUMBERS } from "./special-numbers.ts";
import { listed, until } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";
import { envelope, subscribed } from "./testing/webhooks.ts";

describe("what becomes of a message", () => {
  test("is told for each number it went to", async () => {
    const { server, phone } = await subscribed(["sms:sent", "sms:delivered", "sms:failed"]);
    const phoneNumbers = [SPECIAL_NUMBERS.delivered, SPECIAL_NUMBERS.radio_error];
    server.messages = [listed({ phoneNumbers, simNumber: 1 })];
    phone.push();
    await server.seen("POST /hook", 3);
    const told = server.all("POST /hook").map((request) => {
      const { event, payload } = envelope(request);
      return [event, payload.recipient, payload.sender, payload.simNumber, payload.partsCount];
    });
    expect(told).toEqual(
      expect.arrayContaining([
        ["sms:sent", SPECIAL_NUMBERS.delivered, "+12025550171", 1, 1],
        ["sms:delivered", SPECIAL_NUMBERS.delivered, "+12025550171", 1, undefined],
        ["sms:failed", SPECIAL_NUMBERS.radio_error, "+12025550171", 1, undefined],
      ]),
    );
  });

  test("names no SIM that the phone itself chose", async () => {
    const { server, phone } = await subscribed(["sms:sent"]);
    server.messages = [listed()];
    phone.push();
    const { payload } = envelope(await server.seen("POST /hook"));
    expect(payload).not.toHaveProperty("simNumber");
    expect(payload).not.toHaveProperty("sender");
  });

  test("is told when it was cancelled", async () => {
    const { server, phone } = await subscribed(["sms:cancelled"]);
    server.messages = [listed({ scheduleAt: "2099-01-01T00:00:00.000Z" })];
    phone.push();
    await until(() => phone.state.pendingMessages === 1);
    phone.push("MessageCancelled", '{"messageId":"msg_1"}');
    expect(envelope(await server.seen("POST /hook"))).toMatchObject({
      event: "sms:cancelled",
      payload: { messageId: "msg_1", recipient: "+12025550100" },
    });
  });
});

describe("what the phone says of itself", () => {
  test("is app:started with its SIMs in clear, from the second start on", async () => {
    const { server, phone } = await subscribed(["app:started"]);
    expect(server.all("POST /hook")).toEqual([]);
    await phone.stop();
    await phone.start();
    const { payload } = envelope(await server.seen("POST /hook"));
    expect(payload.simCards).toMatchObject([
      { slotIndex: 0, simNumber: 1, phoneNumber: "+12025550171", carrierName: "Handset Mobile" },
      { slotIndex: 1, simNumber: 2, phoneNumber: "+12025550172" },
    ]);
  });

  test("is system:ping with its health, at the interval that stood when it started; each makes it pull", async () => {
    const clock = createManualClock();
    const { server, phone, lines } = await subscribed(["system:ping"], {
      clock,
      batteryPercent: 18,
    });
    server.settings = { ping: { interval_seconds: 300 } };
    phone.push("SettingsUpdated");
    await until(() => lines.filter((line) => line.includes("settings changed")).length === 2);
    await phone.stop();
    await phone.start();
    const { payload } = envelope(await server.seen("POST /hook"));
    expect(payload.health).toMatchObject({
      version: "1.68.0",
      status: "warn",
      checks: {
        "battery:level": { status: "warn", observedValue: 18, observedUnit: "percent" },
        "messages:failed": { status: "pass", observedValue: 0 },
      },
    });
    await until(() => phone.state.isListening);
    const pullCount = server.all("GET /message").length;
    clock.advance(300_000);
    await server.seen("POST /hook", 2);
    await server.seen("GET /message", pullCount + 1);
  });
});

describe("a webhook that is not taken", () => {
  test("is posted again after 5, 10, 20 s with the same id and a fresh signature", async () => {
    const clock = createManualClock();
    const { server, phone } = await subscribed(["sms:received"], { clock });
    server.respondOnce("POST /hook", { status: 410 }, 3);
    phone.receive({ from: "+48500100200", text: "YES" });
    await server.seen("POST /hook");
    for (const [count, polls] of [
      [2, 1],
      [3, 2],
      [4, 4],
    ] as const) {
      for (let poll = 0; poll < polls; poll++) {
        await clock.untilScheduled(5_000);
        expect(server.all("POST /hook")).toHaveLength(count - 1);
        clock.advance(5_000);
      }
      await server.seen("POST /hook", count);
    }
    await until(() => phone.state.waitingWebhooks === 0);
    const attempts = server.all("POST /hook");
    expect(new Set(attempts.map((attempt) => attempt.text)).size).toBe(1);
    expect(
      attempts.map(
        (attempt) =>
          Number(attempt.headers["x-timestamp"]) - Number(attempts[0]?.headers["x-timestamp"]),
      ),
    ).toEqual([0, 5, 15, 35]);
  });

  test("is given up after the retries that the settings name", async () => {
    const clock = createManualClock();
    const { server, phone, lines } = await subscribed(["sms:received"], { clock });
    server.settings = { webhooks: { signing_key: "device key", retry_count: 1 } };
    phone.push("SettingsUpdated");
    await until(() => lines.filter((line) => line.includes("settings changed")).length === 2);
    server.respondOnce("POST /hook", { status: 500 }, 9);
    phone.receive({ from: "+48500100200", text: "YES" });
    await clock.untilScheduled(5_000);
    clock.advance(5_000);
    await until(() => lines.some((line) => line.includes("webhook given up")));
    expect(server.all("POST /hook")).toHaveLength(2);
    expect(phone.state.waitingWebhooks).toBe(0);
  });

  test("outlives a restart of the app", async () => {
    const clock = createManualClock();
    const { server, phone } = await subscribed(["sms:received"], { clock });
    server.respondOnce("POST /hook", { status: 500 });
    phone.receive({ from: "+48500100200", text: "YES" });
    await clock.untilScheduled(5_000);
    await phone.stop();
    clock.advance(5_000);
    await phone.start();
    expect((await server.seen("POST /hook", 2)).text).toBe((await server.seen("POST /hook")).text);
  });
});

describe("the list of webhooks", () => {
  test("is lost whole to one event that the release does not know, and the old one stays", async () => {
    const { server, phone, lines } = await subscribed(["sms:received"]);
    server.webhooks = [
      { id: "a", url: server.hookUrl, event: "sms:sent" },
      { id: "b", url: server.hookUrl, event: "sms:batch:received" },
    ];
    phone.push("WebhooksUpdated");
    await until(() => lines.some((line) => line.includes("which app 1.68.0 does not know")));
    expect(phone.state.webhooks.map((webhook) => webhook.id)).toEqual(["wh_0"]);
  });

  test("is replaced whole by the next one", async () => {
    const { server, phone } = await subscribed(["sms:received", "sms:sent"]);
    server.webhooks = [{ id: "only", url: server.hookUrl, event: "system:ping" }];
    phone.push("WebhooksUpdated");
    await until(() => phone.state.webhooks.length === 1);
    expect(phone.state.webhooks).toEqual([
      { id: "only", url: server.hookUrl, event: "system:ping" },
    ]);
  });
});

test("no line of the log holds a body, a whole number or a secret", async () => {
  const { server, phone, lines } = await subscribed(["sms:received"]);
  server.messages = [listed({ phoneNumbers: [SPECIAL_NUMBERS.answers] })];
  phone.push();
  await server.seen("POST /hook", 2);
  const text = lines.join("\n");
  for (const secret of [
    "Your table",
    "You said",
    "2025550104",
    "device key",
    "token-1",
    "private",
    "/hook",
  ]) {
    expect(text).not.toContain(secret);
  }
});
