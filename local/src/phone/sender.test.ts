import { describe, expect, test } from "vitest";
import { SPECIAL_NUMBERS } from "./special-numbers.ts";
import { createHarness, listed, until } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";

const POKE = "event: MessageEnqueued\ndata: null\n\n";
const HELLO = "$aes-256-cbc/pbkdf2-sha1$i=75000$AAECAwQFBgcICQoLDA0ODw==$sMHU0LXbjXE9Rk7nI1epMQ==";

async function withSettings(settings: object, options: Parameters<typeof createHarness>[0] = {}) {
  const clock = createManualClock();
  const harness = await createHarness({ clock, ...options });
  harness.server.settings = settings;
  await harness.goOnline();
  if (Object.keys(settings).length > 0) await harness.settingsTaken();
  return { ...harness, clock };
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    listed({ id: `m${index + 1}`, createdAt: `2026-11-22T08:0${index}:00.000Z` }),
  );

const failure = (body: unknown) =>
  (body as { recipients: { error?: string }[] }[])[0]?.recipients[0]?.error;

describe("the order of sending", () => {
  test.each([
    ["LIFO", ["m3", "m2", "m1"]],
    ["FIFO", ["m1", "m2", "m3"]],
  ])("is %s by createdAt", async (order, expected) => {
    const settings = { messages: { processing_order: order, log_lifetime_days: 9 } };
    const { server, phone } = await withSettings(settings);
    server.messages = numbered(3);
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 3);
    expect(phone.sentTexts.map((text) => text.id)).toEqual(expected);
  });

  test("puts a higher priority first", async () => {
    const { server, phone } = await withSettings({});
    server.messages = numbered(3).map((message, index) => ({
      ...message,
      priority: [0, 5, -1][index],
    }));
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 3);
    expect(phone.sentTexts.map((text) => text.id)).toEqual(["m2", "m1", "m3"]);
  });
});

describe("the pace of sending", () => {
  const PAUSE = {
    messages: { send_interval_min: 2, send_interval_max: 6, processing_order: "FIFO" },
  };

  test("leaves a pause between the shortest and the longest", async () => {
    const { server, phone, clock } = await withSettings(PAUSE, { random: () => 0.5 });
    server.messages = numbered(2);
    server.sendEvent(POKE);
    await clock.untilScheduled(4_000);
    expect(phone.sentTexts).toHaveLength(1);
    clock.advance(4_000);
    await until(() => phone.sentTexts.length === 2);
  });

  test("is cut short by a new message, as the app restarts its worker then", async () => {
    const { server, phone, clock } = await withSettings(PAUSE, { random: () => 0 });
    server.messages = numbered(1);
    server.sendEvent(POKE);
    await clock.untilScheduled(2_000);
    server.messages = numbered(2);
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 2);
  });

  test("spares an expedited message the pause", async () => {
    const { server, phone, clock } = await withSettings(PAUSE, { random: () => 0 });
    server.messages = numbered(3).map((message, index) => ({
      ...message,
      priority: index === 0 ? 100 : 0,
    }));
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 2);
    await clock.untilScheduled(2_000);
    expect(phone.sentTexts.map((text) => text.id)).toEqual(["m1", "m2"]);
  });

  test("keeps to the limit of a period, and goes on one second after it", async () => {
    const { server, phone, clock } = await withSettings({
      messages: { limit_period: "PerMinute", limit_value: 2, processing_order: "FIFO" },
    });
    server.messages = numbered(3);
    server.sendEvent(POKE);
    await clock.untilScheduled(61_000);
    expect(phone.sentTexts).toHaveLength(2);
    clock.advance(61_000);
    await until(() => phone.sentTexts.length === 3);
  });
});

describe("the choice of SIM", () => {
  test("follows simNumber, and fails for a SIM that the phone lacks", async () => {
    const { server, phone } = await withSettings({});
    server.messages = [listed({ simNumber: 2 }), listed({ id: "msg_2", simNumber: 3 })];
    server.sendEvent(POKE);
    await server.seen("PATCH /message", 4);
    await until(() => phone.state.waitingReports === 0);
    expect(phone.sentTexts).toMatchObject([{ id: "msg_1", sim: 2 }]);
    const errors = server.all("PATCH /message").map(({ body }) => failure(body));
    expect(errors).toContain("Can't send message: SIM 3 not found");
  });

  test("takes turns when the settings say so", async () => {
    const { server, phone } = await withSettings({
      messages: { sim_selection_mode: "RoundRobin" },
    });
    server.messages = numbered(4);
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 4);
    expect(phone.sentTexts.map((text) => text.sim).sort()).toEqual([1, 1, 2, 2]);
  });

  test("fails without any SIM", async () => {
    const { server } = await withSettings({}, { sims: [] });
    server.messages = [listed()];
    server.sendEvent(POKE);
    expect(failure((await server.seen("PATCH /message")).body)).toBe(
      "Can't send message: No SIMs found",
    );
  });
});

describe("a message that is not sent as it stands", () => {
  test("fails when its time is over", async () => {
    const { server, phone } = await withSettings({});
    server.messages = [listed({ validUntil: "2026-11-22T08:00:00.000Z" })];
    server.sendEvent(POKE);
    expect(failure((await server.seen("PATCH /message")).body)).toBe("TTL expired");
    expect(phone.sentTexts).toEqual([]);
  });

  test("waits for its schedule, which a release before 1.61 does not know", async () => {
    const scheduled = [listed({ scheduleAt: "2026-11-22T08:10:07.000Z" })];
    const { server, phone, clock, createPhone } = await withSettings({});
    server.messages = scheduled;
    server.sendEvent(POKE);
    await clock.untilScheduled(7_000);
    expect(phone.sentTexts).toEqual([]);
    clock.advance(7_000);
    await until(() => phone.sentTexts.length === 1);

    const old = createPhone({ appVersion: "1.60.0", clock: createManualClock() });
    await old.start();
    await until(() => old.sentTexts.length === 1);
  });

  test("is opened with the passphrase, and fails without", async () => {
    const { server, phone } = await withSettings({ encryption: { passphrase: "correct horse" } });
    const encrypted = { isEncrypted: true, textMessage: { text: HELLO } };
    server.messages = [listed({ ...encrypted, phoneNumbers: [HELLO] })];
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 1);
    expect(phone.sentTexts).toMatchObject([{ text: "Hello", to: "" }]);

    const other = await withSettings({});
    other.server.messages = [listed(encrypted)];
    other.server.sendEvent(POKE);
    expect(failure((await other.server.seen("PATCH /message")).body)).toBe(
      "Can't send message: Passphrase is not set",
    );
  });

  test("is carried as data when it is data", async () => {
    const { server, phone } = await withSettings({});
    server.messages = [
      listed({
        dataMessage: { data: "aGk=", port: 53_739 },
        phoneNumbers: [SPECIAL_NUMBERS.no_report],
      }),
    ];
    server.sendEvent(POKE);
    await until(() => phone.sentTexts.length === 1);
    expect(phone.sentTexts).toMatchObject([{ text: "aGk=", to: SPECIAL_NUMBERS.no_report }]);
  });
});
