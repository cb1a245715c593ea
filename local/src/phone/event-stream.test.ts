import { describe, expect, test } from "vitest";
import { reconnectDelayMs } from "./event-stream.ts";
import { createHarness, listed, until } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";

describe("the event stream", () => {
  test("makes the phone pull when it opens, and on MessageEnqueued with or without a name", async () => {
    const { server, phone } = await createHarness();
    await phone.start();
    await until(() => phone.state.isListening);
    await server.seen("GET /message", 2);
    server.sendEvent("event: MessageEnqueued\ndata: null\n\n");
    await server.seen("GET /message", 3);
    server.sendEvent("data: null\n\n");
    await server.seen("GET /message", 4);
    expect(server.violations).toEqual([]);
  });

  test("brings new webhooks and new settings", async () => {
    const { server, phone } = await createHarness();
    await phone.start();
    await until(() => phone.state.isListening);
    server.webhooks = [{ id: "wh_in", url: server.hookUrl, event: "sms:received" }];
    server.sendEvent("event: WebhooksUpdated\ndata: null\n\n");
    await until(() => phone.state.webhooks.length === 1);
    server.sendEvent("event: SettingsUpdated\ndata: null\n\n");
    await server.seen("GET /settings", 2);
  });

  test("ignores a name it does not know and data it cannot read, and stays open", async () => {
    const { server, phone, lines } = await createHarness();
    await phone.start();
    await until(() => phone.state.isListening);
    server.sendEvent("event: Reboot\ndata: null\n\n:keepalive\n\n");
    server.sendEvent("event: MessageCancelled\ndata: null\n\n");
    await until(() => lines.some((line) => line.includes("MessageCancelled")));
    expect(lines.some((line) => line.includes("Reboot"))).toBe(true);
    expect(phone.state.isListening).toBe(true);
    expect(server.all("GET /events")).toHaveLength(1);
  });

  test("connects again 5 s after a clean close, and pulls", async () => {
    const clock = createManualClock();
    const { server, phone } = await createHarness({ clock });
    await phone.start();
    await until(() => phone.state.isListening);
    await server.seen("GET /message", 2);
    server.closeStreams();
    await clock.untilScheduled(5_000);
    expect(phone.state.isListening).toBe(false);
    server.messages = [listed()];
    clock.advance(5_000);
    await until(() => phone.sentTexts.length === 1);
    expect(phone.state.isListening).toBe(true);
  });

  test.each([
    ["a refusal", { status: 401 }],
    ["another content type", { status: 200, body: [] }],
  ])(
    "takes %s for a failure, and counts from 5 s again once it was open",
    async (_name, answer) => {
      const clock = createManualClock();
      const { server, phone } = await createHarness({ clock });
      server.respondOnce("GET /events", answer, 6);
      await phone.start();
      for (let attempt = 1; attempt <= 5; attempt++) {
        await server.seen("GET /events", attempt);
        await clock.untilScheduled(5_000);
        clock.advance(5_000);
      }
      await clock.untilScheduled(30_000);
      clock.advance(30_000);
      await until(() => phone.state.isListening);
      server.closeStreams();
      await clock.untilScheduled(5_000);
    },
  );

  test.each([
    [1, 5_000],
    [5, 5_000],
    [6, 30_000],
    [10, 30_000],
    [11, 60_000],
    [500, 60_000],
  ])("waits before attempt %i for %i ms", (attempt, delayMs) => {
    expect(reconnectDelayMs(attempt)).toBe(delayMs);
  });

  test("is never opened by a phone that has a push token, which pulls when pushed", async () => {
    const { server, phone } = await createHarness({ pushToken: "fcm-1" });
    await phone.start();
    await server.seen("PATCH /device");
    await server.seen("GET /message");
    server.messages = [listed()];
    phone.push("MessageEnqueued");
    await until(() => phone.sentTexts.length === 1);
    expect(server.all("GET /events")).toEqual([]);
  });

  test("takes the place of push once the settings say SSE_ONLY and the app was started anew", async () => {
    const { server, phone, settingsTaken } = await createHarness({ pushToken: "fcm-1" });
    server.settings = { gateway: { notification_channel: "SSE_ONLY" } };
    await phone.start();
    await settingsTaken();
    expect((await server.seen("PATCH /device")).body).toMatchObject({ pushToken: "fcm-1" });
    await phone.stop();
    await phone.start();
    expect((await server.seen("PATCH /device", 2)).body).not.toHaveProperty("pushToken");
    await server.seen("GET /events");
  });
});
