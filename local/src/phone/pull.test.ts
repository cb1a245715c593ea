import { describe, expect, test } from "vitest";
import { createHarness, listed, until } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";

const POKE = "event: MessageEnqueued\ndata: null\n\n";

async function online(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = await createHarness(options);
  await harness.goOnline();
  return harness;
}

describe("pulling", () => {
  test("asks for lifo, for fifo once the settings say so, and for nothing before release 1.46", async () => {
    const { server, createPhone } = await online();
    expect(server.all("GET /message")[0]?.query.get("order")).toBe("lifo");
    server.settings = { messages: { processing_order: "FIFO" } };
    server.sendEvent("event: SettingsUpdated\ndata: null\n\n");
    await server.seen("GET /settings", 2);
    const before = server.all("GET /message").length;
    server.sendEvent(POKE);
    expect((await server.seen("GET /message", before + 1)).query.get("order")).toBe("fifo");

    const old = createPhone({ appVersion: "1.45.0" });
    await old.start();
    const pulled = await server.seen("GET /message", before + 2);
    expect(pulled.query.has("order")).toBe(false);
  });

  test("sends a message that is listed again only once, and reports it again", async () => {
    const { server, phone } = await online();
    server.messages = [listed()];
    server.sendEvent(POKE);
    await server.seen("PATCH /message", 3);
    await until(() => phone.state.waitingReports === 0);
    server.sendEvent(POKE);
    const report = await server.seen("PATCH /message", 4);
    expect(report.body).toMatchObject([{ id: "msg_1", state: "Delivered" }]);
    expect(phone.sentTexts).toHaveLength(1);
  });

  test("happens every 15 minutes without a word from the server", async () => {
    const clock = createManualClock();
    const { server, phone } = await online({ clock });
    await clock.untilScheduled(900_000);
    server.messages = [listed()];
    clock.advance(900_000);
    await until(() => phone.sentTexts.length === 1);
  });

  test("calls off a pull under way when another is asked for", async () => {
    const { server, phone } = await online();
    server.respondOnce("GET /message", "hang");
    server.sendEvent(POKE);
    await until(() => phone.state.isPulling);
    server.messages = [listed()];
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 1);
  });

  test.each([
    ["a failure", { status: 503 }],
    ["a redirect that leads nowhere", { status: 302 }],
    ["another content type", { status: 200, body: [listed()], contentType: "text/plain" }],
    ["a poisoned element", { status: 200, body: [listed(), listed({ id: "m2", priority: 0.5 })] }],
  ])(
    "takes nothing from %s, says why, and asks again after 10 s, then 20 s",
    async (_name, answer) => {
      const clock = createManualClock();
      const { server, phone, lines } = await online({ clock });
      server.respondOnce("GET /message", answer, 2);
      server.sendEvent(POKE);
      await clock.untilScheduled(10_000);
      clock.advance(10_000);
      await clock.untilScheduled(20_000);
      expect(phone.sentTexts).toEqual([]);
      expect(lines.filter((line) => line.startsWith("warn pull failed"))).toHaveLength(2);
      server.messages = [listed()];
      clock.advance(20_000);
      await until(() => phone.sentTexts.length === 1);
    },
  );

  test.each([
    ["names a number twice", { phoneNumbers: ["+12025550100", "+12025550100"] }],
    ["has no content", { textMessage: null }],
    ["has no numbers", { phoneNumbers: null }],
    ["has no id", { id: null }],
  ])(
    "neither sends nor reports a message that %s, says so, and sends the others",
    async (_name, fields) => {
      const { server, phone, lines } = await online();
      server.messages = [listed(fields), listed({ id: "msg_2" })];
      server.sendEvent(POKE);
      await server.seen("PATCH /message", 3);
      expect(phone.sentTexts.map((text) => text.id)).toEqual(["msg_2"]);
      expect(server.all("PATCH /message").map(({ body }) => body)).not.toContainEqual([
        expect.objectContaining({ id: "msg_1" }),
      ]);
      expect(lines.some((line) => line.includes("poison pill"))).toBe(true);
    },
  );

  test("passes over a message in any state but Pending and Cancelling", async () => {
    const { server, phone } = await online();
    server.messages = ["Sent", "Processed", "Delivered", "Failed", "Cancelled"].map((state) =>
      listed({ id: state, state }),
    );
    server.messages.push(listed({ id: "last", state: "Pending" }));
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length > 0);
    expect(phone.sentTexts.map((text) => text.id)).toEqual(["last"]);
  });
});

describe("cancelling", () => {
  const PAUSED = {
    messages: { limit_period: "PerHour", limit_value: 1, processing_order: "FIFO" },
  };

  async function withOneWaiting(appVersion = "1.68.0") {
    const clock = createManualClock();
    const harness = await createHarness({ clock, appVersion });
    harness.server.settings = PAUSED;
    await harness.goOnline();
    await harness.settingsTaken();
    harness.server.messages = [
      listed({ id: "sent" }),
      listed({ id: "waits", createdAt: "2026-11-22T08:11:00.000Z" }),
    ];
    harness.server.sendEvent(POKE);
    await until(() => harness.phone.sentTexts.length === 1);
    await harness.server.seen("PATCH /message", 3);
    await until(() => harness.phone.state.waitingReports === 0);
    return { ...harness, clock };
  }

  test("by event keeps a message that waits from ever being sent, and reports it", async () => {
    const { server, phone, clock } = await withOneWaiting();
    server.sendEvent('event: MessageCancelled\ndata: {"messageId":"waits"}\n\n');
    expect((await server.seen("PATCH /message", 4)).body).toMatchObject([
      { id: "waits", state: "Cancelled", recipients: [{ state: "Cancelled" }] },
    ]);
    clock.advance(2 * 3_600_000);
    expect(phone.state.pendingMessages).toBe(0);
    expect(phone.sentTexts).toHaveLength(1);
  });

  test("by listing does the same", async () => {
    const { server, phone } = await withOneWaiting();
    server.messages = [listed({ id: "waits", state: "Cancelling" })];
    server.sendEvent(POKE);
    expect((await server.seen("PATCH /message", 4)).body).toMatchObject([
      { id: "waits", state: "Cancelled" },
    ]);
    expect(phone.state.pendingMessages).toBe(0);
  });

  test("of a message that the phone never had is confirmed at once and sends nothing", async () => {
    const { server, phone } = await online();
    server.messages = [listed({ state: "Cancelling" })];
    server.sendEvent(POKE);
    expect((await server.seen("PATCH /message")).body).toMatchObject([
      {
        id: "msg_1",
        state: "Cancelled",
        recipients: [{ phoneNumber: "+12025550100", state: "Cancelled" }],
      },
    ]);
    expect(phone.sentTexts).toEqual([]);
  });

  test("comes too late for a message that was sent, and reports nothing more", async () => {
    const { server, phone } = await withOneWaiting();
    server.messages = [listed({ id: "sent", state: "Cancelling" }), listed({ id: "waits" })];
    const pulls = server.all("GET /message").length;
    server.sendEvent(POKE);
    await server.seen("GET /message", pulls + 1);
    expect((await server.seen("PATCH /message", 4)).body).toMatchObject([
      { id: "waits", state: "Pending" },
    ]);
    await until(() => phone.state.waitingReports === 0);
    expect(server.all("PATCH /message")).toHaveLength(4);
  });

  test("is not known before release 1.67, which sends the message", async () => {
    const { server, phone } = await online({ appVersion: "1.66.0" });
    server.messages = [listed({ state: "Cancelling" })];
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 1);
  });
});
