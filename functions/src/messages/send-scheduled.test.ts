import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, deliverWake } from "../../testing/phone.ts";
import type { Device } from "../schema/device.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { releaseScheduledMessages, sendScheduledMessage } from "./send-scheduled.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

const secondsAgo = (seconds: number) => new Date(harness.now().getTime() - seconds * 1000);

describe("sendScheduledMessage", () => {
  function schedule(deviceId: string, changes: Partial<Message> = {}): Promise<string> {
    return harness.addMessage({
      status: "scheduled",
      timeline: { scheduled: secondsAgo(60) },
      deviceId,
      queuedFor: null,
      sendAt: harness.now(),
      ...changes,
    });
  }

  const send = (messageId: string) =>
    sendScheduledMessage(harness.services, { accountId: harness.accountId, messageId });

  test("queues a message whose time has come and has its phone woken, once", async () => {
    const device = await harness.addDevice();
    const id = await schedule(device);
    expect(await send(id)).toBe("queued");
    expect(await harness.message(id)).toMatchObject({ status: "queued", queuedFor: device });
    expect(await deliverWake(harness, device)).toBe("woken");
    const writes = await countWrites(harness, async () => {
      expect(await send(id)).toBe("unchanged");
    });
    expect(writes).toEqual({});
  });

  test.each([
    ["not due", { sendAt: new Date("2026-11-22T08:00:01.001Z") }],
    ["canceled", { status: "canceled" }],
    ["delivered", { status: "delivered" }],
  ] as const)("leaves a message alone that is %s", async (_, changes) => {
    const id = await schedule(await harness.addDevice(), changes);
    expect(await countWrites(harness, () => send(id))).toEqual({});
  });

  test("fails a message whose phone was removed, and gives the price back", async () => {
    const id = await schedule("dev_gone");
    expect(await send(id)).toBe("failed");
    expect(await harness.message(id)).toMatchObject({ failure: { code: "device_removed" } });
    expect((await harness.account()).balance).toBe(10_030_000);
  });

  const full = [{ slot: null, sent: 5, until: new Date("2026-11-23T08:00:00.000Z") }];
  test.each<[string, Partial<Device>, Partial<Message>]>([
    ["is away", { isOnline: false }, {}],
    ["is paused", { isPaused: true }, {}],
    ["is full today", { reachedCaps: full }, {}],
    ["is away, and the first run died over that", { isOnline: false }, { status: "queued" }],
  ])("takes another phone where none was asked for and its own %s", async (_, changes, was) => {
    const own = await harness.addDevice(changes);
    const there = await harness.addDevice();
    const queuedFor = was.status === "queued" ? own : null;
    const id = await schedule(own, { isReroutable: true, queuedFor, ...was });
    expect(await send(id)).toBe("queued");
    expect((await harness.message(id)).queuedFor).toBe(there);
  });

  test("is made up for where its task was lost, though another cannot be", async () => {
    const device = await harness.addDevice();
    const lost = await schedule(device, { sendAt: secondsAgo(30) });
    const early = await schedule(device, { sendAt: secondsAgo(29) });
    const unreadable = await schedule(device, { sendAt: secondsAgo(31), segments: -1 });
    await expect(releaseScheduledMessages(harness.services, 1)).rejects.toThrow("expected shape");
    await harness.db.doc(paths.message(harness.accountId, unreadable)).delete();
    expect((await harness.message(lost)).status).toBe("queued");
    expect((await harness.message(early)).status).toBe("scheduled");
  });
});
