import { beforeEach, describe, expect, test } from "vitest";
import { followDevices } from "../../testing/device-changes.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites } from "../../testing/phone.ts";
import { GatewayError } from "../errors.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { getDevice } from "./get.ts";
import { listDevices } from "./list.ts";
import { removeDevice } from "./remove.ts";
import { type UpdateDeviceInput, updateDevice } from "./update.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

const secondsAgo = (seconds: number) => new Date(harness.now().getTime() - seconds * 1000);
const isOnline = async (id: string) =>
  (await harness.read(paths.device(harness.accountId, id)))?.isOnline;

function wait(deviceId: string, changes: Partial<Message> = {}): Promise<string> {
  return harness.addMessage({ deviceId, queuedFor: deviceId, isReroutable: true, ...changes });
}

describe("updateDevice", () => {
  test("moves what named no phone when the phone is paused", async () => {
    const phone = await harness.addDevice();
    const other = await harness.addDevice();
    const id = await wait(phone);
    await followDevices(harness, () =>
      updateDevice(harness.ctx, { deviceId: phone, isPaused: true }),
    );
    expect((await harness.message(id)).queuedFor).toBe(other);
  });

  test("merges a pace and tells a phone that has push of it", async () => {
    const id = await harness.addDevice({}, { pushToken: "fcm" });
    const { device } = await updateDevice(harness.ctx, {
      deviceId: id,
      name: "Front desk",
      pacing: { perMinute: 12 },
    });
    expect(device).toMatchObject({
      name: "Front desk",
      pacing: { perMinute: 12, perDay: null, intervalSecondsMin: 0, intervalSecondsMax: 0 },
    });
    expect(harness.pushes).toEqual([{ token: "fcm", event: "SettingsUpdated" }]);
  });

  test("limits single SIMs, keeps what is left out, and tells the phone nothing of it", async () => {
    const sims = [1, 2].map((slot) => ({ slot, number: null, carrier: null }));
    const id = await harness.addDevice({ sims }, { pushToken: "fcm" });
    const change = async (changes: UpdateDeviceInput["sims"]) =>
      (await updateDevice(harness.ctx, { deviceId: id, sims: changes ?? [] })).device.simPacing;
    expect(await change([{ slot: 1, perMinute: 5 }])).toEqual({
      1: { perMinute: 5, perDay: null },
    });
    expect(
      await change([
        { slot: 1, perDay: 90 },
        { slot: 2, perDay: 10 },
      ]),
    ).toEqual({
      1: { perMinute: 5, perDay: 90 },
      2: { perMinute: null, perDay: 10 },
    });
    const writes = await countWrites(harness, () => change([{ slot: 2, perDay: 10 }]));
    expect(writes).toEqual({});
    expect(await change([{ slot: 1, perMinute: null, perDay: null }])).toEqual({
      2: { perMinute: null, perDay: 10 },
    });
    expect(harness.pushes).toEqual([]);
  });

  test.each([
    ["a slot without a SIM", [{ slot: 1 }, { slot: 3, perDay: 5 }], "sims[1].slot"],
    [
      "a SIM named twice",
      [
        { slot: 1, perDay: 5 },
        { slot: 1, perMinute: 5 },
      ],
      "sims[1].slot",
    ],
  ])("refuses to limit %s, and writes nothing", async (_, sims, field) => {
    const id = await harness.addDevice();
    const writes = await countWrites(harness, async () => {
      await expect(updateDevice(harness.ctx, { deviceId: id, sims })).rejects.toMatchObject({
        code: "invalid_request",
        fields: [{ field }],
      });
    });
    expect(writes).toEqual({});
  });

  test("takes the limit away of a SIM that was taken out", async () => {
    const id = await harness.addDevice({ simPacing: { 3: { perMinute: null, perDay: 5 } } });
    const sims = [{ slot: 3, perDay: null }];
    expect((await updateDevice(harness.ctx, { deviceId: id, sims })).device.simPacing).toEqual({});
  });

  test("writes nothing when nothing is new, and refuses a pause that ends before it begins", async () => {
    const id = await harness.addDevice({ name: "Pixel 8" });
    const writes = await countWrites(harness, async () => {
      await updateDevice(harness.ctx, { deviceId: id, name: "Pixel 8", isPaused: false });
      const pacing = { intervalSecondsMin: 5 };
      await expect(updateDevice(harness.ctx, { deviceId: id, pacing })).rejects.toMatchObject({
        code: "invalid_request",
      });
    });
    expect(writes).toEqual({});
  });
});

describe("the devices of an account", () => {
  test("are listed oldest first", async () => {
    const late = await harness.addDevice({ createdAt: secondsAgo(1) });
    const early = await harness.addDevice({ createdAt: secondsAgo(2) });
    expect((await listDevices(harness.ctx)).map(({ id }) => id)).toEqual([early, late]);
  });

  test("are to nobody else: reading, changing and removing give what a missing one gives", async () => {
    const id = await harness.addDevice();
    const { ctx: stranger } = await createHarness();
    for (const deviceId of [id, "dev_none"]) {
      for (const attempt of [
        getDevice(stranger, { deviceId }),
        updateDevice(stranger, { deviceId, name: "Mine" }),
        removeDevice(stranger, { deviceId }),
      ]) {
        await expect(attempt).rejects.toEqual(
          new GatewayError("not_found", "There is no such device."),
        );
      }
    }
    expect(await isOnline(id)).toBe(true);
  });

  test.each(["devices:read", "devices:write"] as const)(
    "need a scope, and %s is not both",
    async (scope) => {
      const id = await harness.addDevice();
      const ctx = { ...harness.ctx, scopes: [scope] };
      const read = getDevice(ctx, { deviceId: id });
      const write = updateDevice(ctx, { deviceId: id, name: "Desk" });
      const refused = scope === "devices:read" ? write : read;
      const allowed = scope === "devices:read" ? read : write;
      await expect(refused).rejects.toMatchObject({ code: "missing_scope" });
      await expect(allowed).resolves.toMatchObject({ id });
    },
  );
});
