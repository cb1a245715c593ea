import { describe, expect, test } from "vitest";
import { hashInboxText } from "./inbound.ts";
import { signWebhook } from "./signature.ts";
import { SPECIAL_NUMBERS } from "./special-numbers.ts";
import { createHarness, listed, until } from "./testing/harness.ts";
import { envelope, subscribed } from "./testing/webhooks.ts";

describe("a text that comes in", () => {
  test("is posted once, signed with the key from the settings", async () => {
    const { server, phone } = await subscribed(["sms:received"]);
    const at = Date.parse("2026-11-22T08:10:00.000Z");
    const messageId = phone.receive({ from: "+48500100200", text: "Balance = 5", sim: 2, at });
    const request = await server.seen("POST /hook");
    expect(envelope(request)).toMatchObject({
      webhookId: "wh_0",
      event: "sms:received",
      deviceId: "dev_1",
      payload: {
        message: "Balance = 5",
        receivedAt: "2026-11-22T09:10:00.000+01:00",
        messageId,
        sender: "+48500100200",
        recipient: "+12025550172",
        simNumber: 2,
        phoneNumber: "+48500100200",
      },
    });
    const timestamp = String(request.headers["x-timestamp"]);
    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
    expect(request.headers["x-signature"]).toBe(signWebhook("device key", request.text, timestamp));
    await until(() => phone.state.waitingWebhooks === 0);
    expect(server.all("POST /hook")).toHaveLength(1);
    expect(server.violations).toEqual([]);
  });

  test("has the id that the app's hash gives it", () => {
    const text = { sender: "a", receivedAt: 0, slotIndex: 0, text: "b" };
    expect(hashInboxText(text)).toBe((((97 * 31 + 0) * 31 + 1) * 31 + 98).toString(16));
    expect(hashInboxText({ ...text, receivedAt: 2 ** 32 })).toBe(
      (((97 * 31 + 1) * 31 + 1) * 31 + 98).toString(16),
    );
  });

  test("keeps an id of its own when the same words come twice in a second", async () => {
    const { phone } = await subscribed(["sms:received"]);
    const first = phone.receive({ from: "+48500100200", text: "YES" });
    expect(phone.receive({ from: "+48500100200", text: "YES" })).not.toBe(first);
  });

  test("is refused for a SIM that the phone lacks", async () => {
    const { phone } = await createHarness();
    expect(() => phone.receive({ from: "+48500100200", text: "YES", sim: 3 })).toThrow("no SIM 3");
  });

  test("carries neither sender nor signature in releases that had none", async () => {
    const { server, phone } = await subscribed(["sms:received"], { appVersion: "1.53.1" });
    phone.receive({ from: "+48500100200", text: "YES" });
    const { payload } = envelope(await server.seen("POST /hook"));
    expect(payload).not.toHaveProperty("sender");
    expect(payload.phoneNumber).toBe("+48500100200");
  });

  test("while the app is offline is told when its export is asked for, and only once", async () => {
    const { server, phone } = await subscribed(["sms:received"]);
    await phone.stop();
    phone.receive({ from: "+48500100200", text: "missed you" });
    await phone.start();
    await until(() => phone.state.isListening);
    const data = JSON.stringify({
      since: "2020-01-01T00:00:00.000Z",
      until: "2099-01-01T00:00:00.000Z",
    });
    server.sendEvent(`event: MessagesExportRequested\ndata: ${data}\n\n`.repeat(2));
    expect(envelope(await server.seen("POST /hook")).payload.message).toBe("missed you");
    await until(() => phone.state.waitingWebhooks === 0);
    expect(server.all("POST /hook")).toHaveLength(1);
  });
});

describe("the number that answers", () => {
  const answering = [listed({ phoneNumbers: [SPECIAL_NUMBERS.answers], simNumber: 2 })];

  test("writes back to the SIM that wrote to it, and the phone posts the one envelope twice", async () => {
    const { server, phone } = await subscribed(["sms:received"]);
    server.messages = answering;
    phone.push();
    const [first, second] = [await server.seen("POST /hook"), await server.seen("POST /hook", 2)];
    expect(envelope(first).payload).toMatchObject({
      message: "You said: Your table is ready",
      sender: SPECIAL_NUMBERS.answers,
      simNumber: 2,
    });
    expect(second.text).toBe(first.text);
    await until(() => phone.state.waitingWebhooks === 0);
    expect(server.all("POST /hook")).toHaveLength(2);
  });

  test("is told a second time with other ids before release 1.67", async () => {
    const { server, phone } = await subscribed(["sms:received"], { appVersion: "1.66.0" });
    server.messages = answering;
    phone.push();
    await server.seen("POST /hook", 3);
    const envelopes = server.all("POST /hook").map(envelope);
    expect(new Set(envelopes.map((each) => each.id)).size).toBe(2);
    expect(new Set(envelopes.map((each) => each.payload.messageId)).size).toBe(2);
    expect(new Set(envelopes.map((each) => each.payload.receivedAt)).size).toBe(2);
    expect(new Set(envelopes.map((each) => each.payload.message)).size).toBe(1);
  });
});
