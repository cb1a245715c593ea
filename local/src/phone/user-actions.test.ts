import { describe, expect, test } from "vitest";
import { createHarness } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";

describe("the user of a phone", () => {
  test("gets a login code with the password that registration brought, and with a changed one after", async () => {
    const { server, phone } = await createHarness();
    const answer = { id: "dev_1", token: "token-1", login: "ann", password: "first" };
    server.tokens.add("token-1");
    server.respondOnce("POST /device", { status: 201, body: answer });
    const code = { code: "k7mpx2", validUntil: "2026-11-22T08:11:00.000Z" };
    server.respondOnce("GET /user/code", { status: 200, body: code }, 2);
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;
    await phone.start();
    expect(await phone.user.loginCode()).toEqual(code);
    expect((await server.seen("GET /user/code")).headers.authorization).toBe(basic("ann:first"));

    await phone.user.changePassword("first", "second-password");
    const change = await server.seen("PATCH /user/password");
    expect(change.headers.authorization).toBe("Bearer token-1");
    expect(change.body).toEqual({ currentPassword: "first", newPassword: "second-password" });
    await phone.user.loginCode();
    expect((await server.seen("GET /user/code", 2)).headers.authorization).toBe(
      basic("ann:second-password"),
    );
  });

  test("is told when there is no password, when the server refuses, and when the phone is offline", async () => {
    const { server, phone } = await createHarness();
    await expect(phone.user.externalIp()).rejects.toThrow("not online");
    await phone.start();
    await expect(phone.user.loginCode()).rejects.toThrow("Password is not set");
    server.respondOnce("GET /user/code", { status: 501 });
    await expect(phone.user.loginCode("typed")).rejects.toThrow("answered 501");
  });

  test("sees the address that the server sees", async () => {
    const { server, phone } = await createHarness();
    server.respondOnce("GET /device", { status: 200, body: { externalIp: "203.0.113.9" } });
    await phone.start();
    expect(await phone.user.externalIp()).toBe("203.0.113.9");
  });
});

describe("a new push token", () => {
  test("is sent to the server and kept; a 401 then only makes the phone try again", async () => {
    const clock = createManualClock();
    const { server, phone } = await createHarness({ clock, pushToken: "fcm-1" });
    await phone.start();
    await server.seen("PATCH /device");
    server.respondOnce("PATCH /device", { status: 401 });
    phone.changePushToken("fcm-2");
    expect((await server.seen("PATCH /device", 2)).body).toMatchObject({ pushToken: "fcm-2" });
    await clock.untilScheduled(10_000);
    clock.advance(10_000);
    await server.seen("PATCH /device", 3);
    expect(server.all("POST /device")).toHaveLength(1);
    await phone.stop();
    await phone.start();
    expect((await server.seen("PATCH /device", 4)).body).toMatchObject({ pushToken: "fcm-2" });
  });
});
