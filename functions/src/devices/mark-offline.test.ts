import { beforeEach, describe, expect, test } from "vitest";
import { followDevices } from "../../testing/device-changes.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, pairTestPhone } from "../../testing/phone.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { markOfflineDevices } from "./mark-offline.ts";

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

describe("markOfflineDevices", () => {
  test.each([
    ["stream", 90, true],
    ["stream", 91, false],
    ["push", 1_200, true],
    ["push", 1_201, false],
    ["poll", 1_200, true],
    ["poll", 1_201, false],
  ] as const)(
    "a phone on %s, unseen for %i seconds, is online: %s",
    async (wakeChannel, seconds, expected) => {
      const id = await harness.addDevice({ wakeChannel, lastSeenAt: secondsAgo(seconds) });
      await markOfflineDevices(harness.services);
      expect(await isOnline(id)).toBe(expected);
    },
  );

  test("writes nothing the second time", async () => {
    await harness.addDevice({ wakeChannel: "stream", lastSeenAt: secondsAgo(300) });
    expect(await markOfflineDevices(harness.services)).toBeGreaterThanOrEqual(1);
    expect(await countWrites(harness, () => markOfflineDevices(harness.services))).toEqual({});
  });

  test("moves what named no phone to one that is there, and wakes it", async () => {
    const gone = await harness.addDevice({ lastSeenAt: secondsAgo(300) });
    const there = await harness.addDevice({
      sims: [{ slot: 1, number: "+15550000002", carrier: null }],
    });
    const paused = await harness.addDevice({ isPaused: true });
    const free = await wait(gone, { simSlot: 1, from: "+15550000001" });
    const otherSlot = await wait(gone, { simSlot: 2 });
    const pinned = await wait(gone, { isReroutable: false });
    const listed = await wait(gone, { status: "dispatched" });
    await followDevices(harness, () => markOfflineDevices(harness.services));
    expect(await harness.message(free)).toMatchObject({
      status: "queued",
      deviceId: there,
      queuedFor: there,
      simSlot: 1,
      from: "+15550000002",
    });
    expect(await harness.message(otherSlot)).toMatchObject({ queuedFor: there, simSlot: null });
    expect(await harness.message(pinned)).toMatchObject({ deviceId: gone, queuedFor: gone });
    expect(await harness.message(listed)).toMatchObject({ deviceId: gone, queuedFor: gone });
    expect(await harness.read(paths.wake(there))).toMatchObject({ accountId: harness.accountId });
    expect(await harness.read(paths.wake(paused))).toBeUndefined();
  });

  test("leaves messages where they are while no other phone is there, until one comes back", async () => {
    const phone = await pairTestPhone(harness);
    const phoneRef = harness.db.doc(paths.device(harness.accountId, phone.id));
    await phoneRef.update({ isOnline: false });
    const gone = await harness.addDevice({ lastSeenAt: secondsAgo(300) });
    const id = await wait(gone);
    await followDevices(harness, () => markOfflineDevices(harness.services));
    expect((await harness.message(id)).queuedFor).toBe(gone);
    await followDevices(harness, () => phone.pull());
    expect((await harness.message(id)).queuedFor).toBe(phone.id);
  });

  test("moves a message once when its phone pulls it at the same moment", async () => {
    const phone = await pairTestPhone(harness);
    await harness.addDevice();
    harness.advance(1_300_000);
    const id = await wait(phone.id, { createdAt: harness.now() });
    const [listed] = await followDevices(harness, () =>
      Promise.all([phone.pull(), markOfflineDevices(harness.services)]),
    );
    const { status, queuedFor } = await harness.message(id);
    expect(listed.length === 1).toBe(status === "dispatched" && queuedFor === phone.id);
  });
});
