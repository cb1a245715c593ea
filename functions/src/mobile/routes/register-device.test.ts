import { beforeEach, describe, expect, test, vi } from "vitest";
import { createHarness, type Harness } from "../../../testing/harness.ts";
import { countWrites, pairTestPhone, USER_AGENT } from "../../../testing/phone.ts";
import { createPairing } from "../../devices/create-pairing.ts";
import * as passwords from "../../devices/passwords.ts";
import { rotatePairingSecret } from "../../devices/rotate-pairing-secret.ts";
import { sha256 } from "../../ids.ts";
import { paths } from "../../schema/paths.ts";
import { createMobileApp } from "../app.ts";

vi.mock("../../devices/passwords.ts", { spy: true });

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

function register(authorization: string | null, body: object = { name: "Google/oriole" }) {
  return createMobileApp(harness.services).request("/mobile/v1/device", {
    method: "POST",
    headers: {
      "User-Agent": USER_AGENT,
      ...(authorization !== null && { Authorization: authorization }),
    },
    body: JSON.stringify(body),
  });
}

interface Registered {
  id: string;
  token: string;
  login: string;
  password?: string;
}

async function registered(authorization: string, body?: object): Promise<Registered> {
  const answer = await register(authorization, body);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Registered;
}

async function refused(answer: Response) {
  expect(answer.status).toBe(401);
  return ((await answer.json()) as { message: string }).message;
}

describe("POST /device", () => {
  test("pairs a phone by a code and keeps no secret but the code's hash", async () => {
    const { code, expiresAt } = await createPairing(harness.ctx);
    expect(expiresAt.getTime() - harness.now().getTime()).toBe(600_000);
    const phone = await registered(`Code ${code}`, {
      name: "Google/oriole",
      pushToken: "fcm",
      simCards: [
        { slotIndex: 0, simNumber: 1, phoneNumber: "*********222", carrierName: "****e DE" },
        { slotIndex: 1, simNumber: 2 },
      ],
    });
    expect(await harness.read(paths.device(harness.accountId, phone.id))).toMatchObject({
      name: "Google oriole",
      model: "Google/oriole",
      appVersion: "1.70.4",
      wakeChannel: "push",
      isOnline: true,
      sims: [
        { slot: 1, number: null, carrier: null },
        { slot: 2, number: null, carrier: null },
      ],
    });
    expect(await harness.read(paths.phoneLink(phone.id))).toMatchObject({
      accountId: harness.accountId,
      pushToken: "fcm",
      login: phone.login,
    });
    expect(await harness.read(paths.deviceToken(sha256(phone.token)))).toEqual({
      accountId: harness.accountId,
      deviceId: phone.id,
    });
    const login = await harness.read(paths.phoneLogin(phone.login));
    expect(login?.passwordHash).toMatch(/^scrypt\$/);
    expect(JSON.stringify(login)).not.toContain(phone.password);
    expect(await harness.read(paths.pairing(sha256(code)))).toMatchObject({ deviceId: phone.id });
  });

  test("takes a code as people type it", async () => {
    const { code } = await createPairing(harness.ctx);
    const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
    await registered(`Code ${typed}`);
  });

  test("refuses the 201st phone of an account, keeps the code good, and takes it once there is room", async () => {
    const { code } = await createPairing(harness.ctx);
    const phones = harness.db.collection(paths.devices(harness.accountId));
    const batch = harness.db.batch();
    for (let n = 0; n < 200; n += 1) batch.set(phones.doc(`dev_${n}`), { name: `Phone ${n}` });
    await batch.commit();
    const answer = await register(`Code ${code}`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      message: "An account has at most 200 phones: remove one",
    });
    expect(await harness.count(paths.devices(harness.accountId))).toBe(200);
    await phones.doc("dev_7").delete();
    await registered(`Code ${code}`);
  });

  test("pairs one phone a code, whoever comes at the same moment", async () => {
    const { code } = await createPairing(harness.ctx);
    const answers = await Promise.all([1, 2, 3].map(() => register(`Code ${code}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    expect(await harness.count(paths.devices(harness.accountId))).toBe(1);
    expect(await refused(await register(`Code ${code}`))).toBe("Pairing code already used");
  });

  test("refuses a code that has expired and writes nothing", async () => {
    const { code } = await createPairing(harness.ctx);
    harness.advance(600_000);
    const writes = await countWrites(harness, async () => {
      expect(await refused(await register(`Code ${code}`))).toBe("Pairing code expired");
    });
    expect(writes).toEqual({});
  });

  test("pairs phones by the account's private token, without a password, until it is rotated", async () => {
    const { privateToken } = await rotatePairingSecret(harness.ctx);
    const first = await registered(`Bearer ${privateToken}`);
    const second = await registered(`Bearer ${privateToken}`);
    expect(first).not.toHaveProperty("password");
    expect(first.login).not.toBe("");
    expect(await harness.read(paths.phoneLogin(first.login))).toBeUndefined();
    expect(await harness.read(paths.device(harness.accountId, second.id))).toMatchObject({
      name: "Google oriole (2)",
      wakeChannel: "poll",
    });
    await rotatePairingSecret(harness.ctx);
    const answer = await register(`Bearer ${privateToken}`);
    expect(await refused(answer)).toBe("Private token not recognised");
  });

  test("pairs a phone by another's login and password", async () => {
    const first = await pairTestPhone(harness);
    const basic = btoa(`${first.login.toLowerCase()}:${first.password}`);
    const second = await registered(`Basic ${basic}`);
    expect(second).toMatchObject({ login: first.login });
    expect(second).not.toHaveProperty("password");
    expect(await harness.count(paths.devices(harness.accountId))).toBe(2);
  });

  test.each([
    ["nothing at all", null],
    ["an unknown code", "Code ABCDEFGH"],
    ["an unknown private token", "Bearer nobody"],
    ["an unknown login", `Basic ${btoa("NOBODY:secret")}`],
    ["a login that is a path", `Basic ${btoa("../accounts/x:secret")}`],
    ["something else", "Digest x"],
  ])("refuses a phone that shows %s", async (_, authorization) => {
    vi.mocked(passwords.hashPassword).mockClear();
    expect(await refused(await register(authorization))).toMatch(/^[A-Z][^.]{5,60}$/);
    expect(passwords.hashPassword).not.toHaveBeenCalled();
  });

  test("does not take a code for a private token, nor the other way round", async () => {
    const { code } = await createPairing(harness.ctx);
    const { privateToken } = await rotatePairingSecret(harness.ctx);
    await refused(await register(`Bearer ${code}`));
    await refused(await register(`Code ${privateToken}`));
  });

  test("tells what is wrong with a body that does not parse", async () => {
    const { code } = await createPairing(harness.ctx);
    const answer = await createMobileApp(harness.services).request("/mobile/v1/device", {
      method: "POST",
      headers: { Authorization: `Code ${code}` },
      body: "{",
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ message: "The request does not parse" });
  });

  test("answers at a doubled slash, and where the address leaves the function's name out", async () => {
    const app = createMobileApp(harness.services);
    const headers = { "X-Forwarded-For": "203.0.113.9, 10.0.0.1" };
    for (const path of ["/mobile/v1/device", "/mobile/v1//device", "/v1/device"]) {
      const answer = await app.request(path, { headers });
      expect([path, await answer.json()]).toEqual([path, { externalIp: "203.0.113.9" }]);
    }
  });
});

describe("GET /user/code", () => {
  test("gives a code for a minute to whoever has the login", async () => {
    const phone = await pairTestPhone(harness);
    const app = createMobileApp(harness.services);
    const authorization = `Basic ${btoa(`${phone.login}:${phone.password}`)}`;
    const answer = await app.request("/mobile/v1/user/code", {
      headers: { Authorization: authorization },
    });
    const { code, validUntil } = (await answer.json()) as { code: string; validUntil: string };
    expect(validUntil).toBe("2026-11-22T08:01:00.000Z");
    await registered(`Code ${code}`);
    const wrong = await app.request("/mobile/v1/user/code", {
      headers: { Authorization: `Basic ${btoa(`${phone.login}:wrong`)}` },
    });
    expect(await refused(wrong)).toBe("Wrong login or password");
  });
});

describe("PATCH /user/password", () => {
  const newPassword = "correct horse battery";

  test("changes the password of whoever knows the current one", async () => {
    const phone = await pairTestPhone(harness);
    const change = { currentPassword: phone.password, newPassword };
    expect((await phone.request("PATCH", "/user/password", change)).status).toBe(204);
    await registered(`Basic ${btoa(`${phone.login}:${newPassword}`)}`);
    await refused(await register(`Basic ${btoa(`${phone.login}:${phone.password}`)}`));
  });

  test.each([
    ["a wrong current password", "wrong", newPassword, 401],
    ["a short new password", null, "short", 400],
  ])("refuses %s", async (_, current, wanted, status) => {
    const phone = await pairTestPhone(harness);
    const change = { currentPassword: current ?? phone.password, newPassword: wanted };
    expect((await phone.request("PATCH", "/user/password", change)).status).toBe(status);
  });
});
