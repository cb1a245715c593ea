import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { deliverWake, pairTestPhone } from "../../testing/phone.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { removeDevice } from "./remove.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

function wait(deviceId: string, changes: Partial<Message> = {}): Promise<string> {
  return harness.addMessage({ deviceId, queuedFor: deviceId, isReroutable: true, ...changes });
}

describe("removeDevice", () => {
  test("voids all that let the phone in, fails what waited for it alone, and gives the price back", async () => {
    const phone = await pairTestPhone(harness);
    const waiting = await wait(phone.id, { isReroutable: false });
    const sent = await wait(phone.id, { status: "sent", queuedFor: null });
    await removeDevice(harness.ctx, { deviceId: phone.id });
    expect(await harness.message(waiting)).toMatchObject({
      status: "failed",
      queuedFor: null,
      failure: { code: "device_removed" },
    });
    expect((await harness.message(sent)).status).toBe("sent");
    expect((await harness.account()).balance).toBe(10_030_000);
    for (const path of [
      paths.device(harness.accountId, phone.id),
      paths.phoneLink(phone.id),
      paths.phoneLogin(phone.login),
    ]) {
      expect([path, await harness.read(path)]).toEqual([path, undefined]);
    }
    expect((await phone.request("GET", "/settings")).status).toBe(401);
  });

  test("hands what named no phone to another one", async () => {
    const phone = await pairTestPhone(harness);
    const other = await harness.addDevice();
    const id = await wait(phone.id);
    await removeDevice(harness.ctx, { deviceId: phone.id });
    expect(await harness.message(id)).toMatchObject({ status: "queued", queuedFor: other });
    expect((await harness.account()).balance).toBe(10_000_000);
  });

  test("is done by the trigger where it died over what waited", async () => {
    const phone = await pairTestPhone(harness);
    const id = await wait(phone.id);
    let isAlive = true;
    const stop = harness.engine.onCommit(() => {
      isAlive = false;
    });
    const now = () => {
      if (isAlive) return harness.now();
      throw new Error("It died.");
    };
    const removal = removeDevice({ ...harness.ctx, now }, { deviceId: phone.id });
    await expect(removal).rejects.toThrow("It died.");
    stop();
    expect((await harness.message(id)).status).toBe("queued");
    await deliverWake(harness, phone.id);
    expect(await harness.message(id)).toMatchObject({ failure: { code: "device_removed" } });
    expect((await harness.account()).balance).toBe(10_030_000);
    expect(await harness.read(paths.wake(phone.id))).toBeUndefined();
  });

  test("keeps a login that another phone was given", async () => {
    const first = await pairTestPhone(harness);
    const second = await pairTestPhone(harness);
    await harness.db.doc(paths.phoneLink(second.id)).update({ login: first.login });
    await removeDevice(harness.ctx, { deviceId: second.id });
    expect(await harness.read(paths.phoneLogin(first.login))).toMatchObject({ deviceId: first.id });
  });
});
