import { describe, expect, test } from "vitest";
import { RegistrationError } from "./registration.ts";
import { createHarness, until } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";

const REFUSED = { status: 401, body: { message: "Pairing token not recognised" } };

describe("a phone that was never registered", () => {
  test.each([
    [{ privateToken: "secret" }, "Bearer secret"],
    [{ code: "k7mpx2" }, "Code k7mpx2"],
    [
      { login: "ann", password: "pass:word" },
      `Basic ${Buffer.from("ann:pass:word").toString("base64")}`,
    ],
  ])(
    "registers with %j as %s, and uses its own token from then on",
    async (credentials, header) => {
      const { server, phone } = await createHarness({ credentials });
      await phone.start();
      const { headers } = await server.seen("POST /device");
      expect(headers.authorization).toBe(header);
      expect(headers["user-agent"]).toBe("me.capcom.smsgateway/1.68.0");
      for (const route of [
        "PATCH /device",
        "GET /message",
        "GET /webhooks",
        "GET /settings",
        "GET /events",
      ]) {
        expect((await server.seen(route)).headers.authorization, route).toBe("Bearer token-1");
      }
      expect(phone.state).toMatchObject({ deviceId: "dev_1", login: "A1B2C3", isRunning: true });
      expect(server.violations).toEqual([]);
    },
  );

  test("masks all but the last four characters of what identifies a SIM, and sends no push token yet", async () => {
    const { server, phone } = await createHarness({
      name: "Google/oriole",
      pushToken: "fcm-1",
      sims: [{ slotIndex: 1, phoneNumber: "+12025550171", carrierName: "Play", iccid: null }],
    });
    await phone.start();
    expect((await server.seen("POST /device")).body).toEqual({
      name: "Google/oriole",
      simCards: [{ slotIndex: 1, simNumber: 2, phoneNumber: "********0171", carrierName: "****" }],
    });
    expect((await server.seen("PATCH /device")).body).toMatchObject({
      id: "dev_1",
      pushToken: "fcm-1",
    });
  });

  test("tells its user the server's own sentence, and does nothing else", async () => {
    const { server, phone } = await createHarness({ credentials: { code: "wrong" } });
    server.respondOnce("POST /device", REFUSED);
    const failure = await phone.start().catch((error) => error);
    expect(failure).toBeInstanceOf(RegistrationError);
    expect(failure).toMatchObject({
      message: "Failed to register device: Pairing token not recognised (401)",
      status: 401,
    });
    expect(server.requests).toHaveLength(1);
    expect(phone.state.isRunning).toBe(false);
  });

  test.each([
    ["without a token", { status: 201, body: { id: "dev_1", login: "A1" } }, "has no token"],
    [
      "of another content type",
      { status: 201, body: "{}", contentType: "text/html" },
      "Content-Type",
    ],
  ])("refuses an answer %s", async (_name, answer, reason) => {
    const { server, phone } = await createHarness();
    server.respondOnce("POST /device", answer);
    await expect(phone.start()).rejects.toThrow(reason);
    expect(phone.state.deviceId).toBeNull();
  });

  test("speaks of no SIM in a release before 1.65", async () => {
    const { server, phone } = await createHarness({ appVersion: "1.64.0" });
    await phone.start();
    expect((await server.seen("POST /device")).body).toEqual({ name: "Handset/simulated" });
  });

  test("keeps the slash that its user typed", async () => {
    const { server, createPhone } = await createHarness();
    const phone = createPhone({ serverUrl: `${server.url}/` });
    await expect(phone.start()).rejects.toThrow(RegistrationError);
    expect(server.requests.map((request) => request.path)).toEqual(["//device"]);
  });
});

describe("a phone that was registered", () => {
  test("registers anew with its private token when the server answers 401", async () => {
    const { server, phone } = await createHarness();
    await phone.start();
    await until(() => phone.state.isListening);
    await phone.stop();
    server.tokens.clear();
    await phone.start();
    const again = await server.seen("POST /device", 2);
    expect(again.headers.authorization).toBe("Bearer private");
    await until(() => phone.state.deviceId === "dev_2");
    expect((await server.seen("GET /events", 2)).headers.authorization).toBe("Bearer token-2");
  });

  test("has nothing to show after a 401 when it was paired by code", async () => {
    const { server, phone, lines } = await createHarness({ credentials: { code: "k7mpx2" } });
    await phone.start();
    await server.seen("PATCH /device");
    await phone.stop();
    server.tokens.clear();
    server.respondOnce("POST /device", REFUSED);
    await phone.start();
    expect((await server.seen("POST /device", 2)).headers.authorization).toBeUndefined();
    await until(() => lines.some((line) => line.includes("Pairing token not recognised")));
    expect(phone.state.deviceId).toBe("dev_1");
  });

  test.each([403, 404, 500])(
    "does not register anew on %i: it asks again after 10 s, 20 s …",
    async (status) => {
      const clock = createManualClock();
      const { server, phone } = await createHarness({ clock });
      server.respondOnce("PATCH /device", { status }, 2);
      await phone.start();
      await clock.untilScheduled(10_000);
      clock.advance(10_000);
      await server.seen("PATCH /device", 2);
      await clock.untilScheduled(20_000);
      expect(server.all("GET /events")).toEqual([]);
      clock.advance(20_000);
      await server.seen("GET /events");
      expect(server.all("POST /device")).toHaveLength(1);
    },
  );

  test("registers anew with the private token that the settings brought", async () => {
    const { server, phone, settingsTaken } = await createHarness({
      credentials: { code: "k7mpx2" },
    });
    server.settings = { gateway: { private_token: "rotated" } };
    await phone.start();
    await settingsTaken();
    await phone.stop();
    server.tokens.clear();
    await phone.start();
    expect((await server.seen("POST /device", 2)).headers.authorization).toBe("Bearer rotated");
  });

  test("goes nowhere when the settings sent it to the public cloud", async () => {
    const { server, phone, settingsTaken } = await createHarness();
    server.settings = { gateway: { cloud_url: null } };
    await phone.start();
    await settingsTaken();
    await phone.stop();
    await expect(phone.start()).rejects.toThrow("gateway.cloud_url null");
  });
});
