import { beforeEach, describe, expect, test } from "vitest";
import { followDevices } from "../../testing/device-changes.ts";
import { DAY_MS, HOUR_MS } from "../../testing/durations.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { type LimitedPhone, pairLimitedPhone } from "../../testing/limited-phone.ts";
import { deliverWake } from "../../testing/phone.ts";
import { updateDevice } from "../devices/update.ts";
import { wakeAsPlanned } from "../devices/wake.ts";
import { paths } from "../schema/paths.ts";
import { cancelMessage } from "./cancel.ts";
import { expireMessages } from "./expire.ts";

let harness: Harness;
let phone: LimitedPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairLimitedPhone(harness);
});

describe("what a limit holds back", () => {
  const held = async () => {
    await phone.limit({ 1: { perDay: 1 } });
    const ids = await phone.queueMessages(2, { simSlot: 1, isReroutable: true });
    await phone.pullAndHold();
    return ids[1] as string;
  };

  test("goes at once when the limit is raised or taken away, and asks for nothing where nothing waits", async () => {
    await phone.limit({ 1: { perDay: 2 } });
    expect(await harness.read(paths.wake(phone.id))).toBeUndefined();
    await held();
    for (const perDay of [2, null]) {
      await phone.queueMessages(1, { simSlot: 1 });
      harness.advance(10_000);
      await phone.limit({ 1: { perDay } });
      expect(await deliverWake(harness, phone.id)).toBe("woken");
      expect(await phone.pullAndHold()).toHaveLength(perDay === 2 ? 1 : 2);
    }
    expect(await phone.device()).toMatchObject({ simPacing: {}, reachedCaps: [] });
    expect((await phone.link())?.heldUntil).toBeNull();
  });

  test("goes when a pull was decided on the limit that was just taken away", async () => {
    await phone.limit({ 1: { perDay: 1 } });
    await phone.queueMessages(3, { simSlot: 1 });
    const [listed] = await Promise.all([phone.pull(), phone.limit({ 1: { perDay: null } })]);
    for (const { id } of listed) await phone.report(id, "Pending");
    // Either the limit was gone when the pull was decided, or what it held back makes the phone be woken.
    const isAsked = (await harness.read(paths.wake(phone.id))) !== undefined;
    if (isAsked && (await deliverWake(harness, phone.id)) === "woken") await phone.pullAndHold();
    await phone.runFor(5_000);
    const waiting = await harness.db
      .collection(paths.messages(harness.accountId))
      .where("status", "==", "queued")
      .get();
    expect(waiting.size).toBe(0);
    expect((await phone.link())?.heldUntil).toBeNull();
  });

  test("goes though the task is lost, late or run twice", async () => {
    const id = await held();
    const [task] = harness.tasks;
    expect(task).toMatchObject({ queue: "wakeLater", id: `${phone.id}-${task?.at?.getTime()}` });
    harness.tasks.length = 0;
    await phone.pull(); // As it does by itself each few minutes.
    expect(harness.tasks).toEqual([task]);
    harness.advance(DAY_MS + HOUR_MS);
    const plannedAt = task?.at as Date;
    const run = () => wakeAsPlanned(harness.services, { deviceId: phone.id, plannedAt });
    expect([await run(), await run()]).toEqual(["woken", "nothing"]);
    expect((await phone.pullAndHold()).map((listed) => listed.id)).toEqual([id]);
  });

  test("does not wake a phone out of the pull of another wake-up", async () => {
    await held();
    const plannedAt = (await phone.link())?.heldUntil.toDate() as Date;
    harness.advance(plannedAt.getTime() - harness.now().getTime());
    const wokenAt = harness.now();
    await harness.db.doc(paths.phoneLink(phone.id)).update({ wokenAt });
    const outcome = await wakeAsPlanned(harness.services, { deviceId: phone.id, plannedAt });
    expect(outcome).toBe("planned");
    expect(harness.tasks.at(-1)?.at).toEqual(new Date(wokenAt.getTime() + 5_000));
  });

  test("lets a message for another SIM wake the phone meanwhile", async () => {
    await held();
    harness.advance(60_000);
    await phone.queueMessages(1, { simSlot: 2 });
    await harness.db.doc(paths.wake(phone.id)).set({ accountId: harness.accountId });
    expect(await deliverWake(harness, phone.id)).toBe("woken");
    expect(await phone.pullAndHold()).toMatchObject([{ simNumber: 2 }]);
    expect((await phone.link())?.heldUntil).not.toBeNull();
  });

  test("can be canceled, and runs out of time, with its price given back", async () => {
    const id = await held();
    const [late] = await phone.queueMessages(1, {
      simSlot: 1,
      expiresAt: new Date(harness.now().getTime() + HOUR_MS),
    });
    await cancelMessage(harness.ctx, { id });
    harness.advance(HOUR_MS);
    await expireMessages(harness.services);
    for (const [ended, status] of [
      [id, "canceled"],
      [late as string, "expired"],
    ] as const) {
      const message = await harness.message(ended);
      expect([message.status, message.refundedAt]).toEqual([status, expect.anything()]);
    }
    expect(await phone.pull()).toEqual([]);
    expect((await phone.link())?.heldUntil).toBeNull();
  });

  test("waits on while the phone is paused, and within the limit when it is resumed", async () => {
    await held();
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: true });
    harness.advance(DAY_MS);
    expect(await phone.pull()).toEqual([]);
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: false });
    await phone.queueMessages(1, { simSlot: 1 });
    expect(await phone.pull()).toHaveLength(1);
  });

  test("goes through another phone when its own is full for the day, where its sender named none", async () => {
    const other = await harness.addDevice();
    await phone.limit({ 1: { perDay: 1 }, 2: { perDay: 1 } });
    const [, , free] = await phone.queueMessages(3, { isReroutable: true });
    const [named] = await phone.queueMessages(1, {
      createdAt: new Date(harness.now().getTime() + 1),
    });
    expect(await followDevices(harness, () => phone.pull())).toHaveLength(2);
    expect(await harness.message(free as string)).toMatchObject({ queuedFor: other });
    expect(await harness.message(named as string)).toMatchObject({ queuedFor: phone.id });
  });
});
