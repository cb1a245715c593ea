import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, deliverWake } from "../../testing/phone.ts";
import { pairWakeablePhone, runWakeTasks, type WakeablePhone } from "../../testing/wakes.ts";
import { paths } from "../schema/paths.ts";
import { wakeAsPlanned } from "./wake.ts";

let harness: Harness;
let phone: WakeablePhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairWakeablePhone(harness);
});

describe("wakePhone", () => {
  test("wakes a phone at once for a lone message, once though the event comes twice", async () => {
    await phone.queueText();
    const writes = await countWrites(harness, async () => {
      expect(await deliverWake(harness, phone.id)).toBe("woken");
      expect(await deliverWake(harness, phone.id)).toBe("nothing");
    });
    expect(writes).toEqual({ phoneLinks: 1 });
    expect(await phone.wakeCount()).toBe(1);
    expect(harness.tasks).toEqual([]);
  });

  test("makes one plan of a burst that comes before the phone has pulled", async () => {
    await phone.queueText();
    await deliverWake(harness, phone.id);
    const writes = await countWrites(harness, async () => {
      for (let n = 0; n < 5; n += 1) {
        await phone.queueText();
        harness.advance(10);
        await deliverWake(harness, phone.id);
        await deliverWake(harness, phone.id);
      }
    });
    expect(writes.phoneLinks).toBe(1);
    expect(harness.tasks).toMatchObject([
      { queue: "wakeLater", at: new Date("2026-11-22T08:00:05.000Z") },
    ]);
    expect(await phone.wakeCount()).toBe(1);
  });

  test("drops the plan when the pull has listed all of the burst", async () => {
    await phone.queueText();
    await deliverWake(harness, phone.id);
    await phone.queueText();
    await deliverWake(harness, phone.id);
    expect(await phone.pull()).toHaveLength(2);
    expect((await phone.link())?.plannedAt).toBeNull();
    harness.advance(5_000);
    expect(await countWrites(harness, () => runWakeTasks(harness))).toEqual({});
    expect(await phone.wakeCount()).toBe(1);
  });

  test("does nothing for a request whose messages were listed before its event came", async () => {
    await phone.queueText();
    await harness.addMessage(); // Moves the database's clock on.
    expect(await phone.pull()).toHaveLength(1);
    expect(await deliverWake(harness, phone.id)).toBe("nothing");
    expect(await phone.wakeCount()).toBe(0);
  });

  test("wakes a phone that never pulled once more after five seconds", async () => {
    await phone.queueText();
    await deliverWake(harness, phone.id);
    await phone.queueText();
    await deliverWake(harness, phone.id);
    harness.advance(4_999);
    await runWakeTasks(harness);
    expect(await phone.wakeCount()).toBe(1);
    harness.advance(1);
    await runWakeTasks(harness);
    expect(await phone.wakeCount()).toBe(2);
  });

  test("wakes a phone that has pulled again after a second", async () => {
    await phone.queueText();
    await deliverWake(harness, phone.id);
    await phone.pull();
    harness.advance(400);
    await phone.queueText();
    expect(await deliverWake(harness, phone.id)).toBe("planned");
    expect(harness.tasks.map(({ at }) => at)).toEqual([new Date("2026-11-22T08:00:01.000Z")]);
    harness.advance(600);
    await runWakeTasks(harness);
    expect(await phone.wakeCount()).toBe(2);
  });

  test("plans again for what was held back when the first plan's task was not enqueued", async () => {
    await phone.queueText();
    await deliverWake(harness, phone.id);
    const heldUntil = new Date(harness.now().getTime() + 1_000);
    await harness.db.doc(paths.phoneLink(phone.id)).update({ heldUntil });
    harness.advance(1_000);
    const run = () => wakeAsPlanned(harness.services, { deviceId: phone.id, plannedAt: heldUntil });
    const { tasks } = harness.services;
    harness.services.tasks = { enqueue: () => Promise.reject(new Error("Cloud Tasks is away.")) };
    await expect(run()).rejects.toThrow("Cloud Tasks is away.");
    harness.services.tasks = tasks;
    expect(await run()).toBe("planned");
    harness.advance(4_000);
    await runWakeTasks(harness);
    expect(await phone.wakeCount()).toBe(2);
    expect(await phone.link()).toMatchObject({ heldUntil: null, plannedAt: null });
  });

  test("ignores a request for a phone that was removed", async () => {
    expect(await deliverWake(harness, "dev_gone")).toBe("nothing");
  });

  test("costs two writes of the phone's link a wake-up, pull included, however many messages", async () => {
    const writes = await countWrites(harness, async () => {
      for (let burst = 0; burst < 3; burst += 1) {
        harness.advance(10_000);
        await Promise.all([phone.queueText(), phone.queueText(), phone.queueText()]);
        await deliverWake(harness, phone.id);
        await phone.pull();
      }
    });
    expect(writes.phoneLinks).toBe(6);
    expect(await phone.wakeCount()).toBe(3);
  });

  test("lists every message, however accepts, events and pulls run into one another", async () => {
    const listed = new Set<string>();
    /** How many wake-ups there had been when the phone last began to pull. */
    let answered = 0;
    const pull = async () => {
      answered = await phone.wakeCount();
      for (const { id } of await phone.pull()) listed.add(id);
    };
    for (let round = 0; round < 8; round += 1) {
      await Promise.all([
        phone.queueText(),
        deliverWake(harness, phone.id),
        pull(),
        phone.queueText().then(() => deliverWake(harness, phone.id)),
        runWakeTasks(harness),
      ]);
      harness.advance(700);
    }
    // From here on the phone pulls when it is woken, and only then.
    for (let round = 0; round < 20; round += 1) {
      await deliverWake(harness, phone.id);
      harness.advance(1_000);
      await runWakeTasks(harness);
      if ((await phone.wakeCount()) > answered) await pull();
    }
    expect(listed.size).toBe(16);
  });
});

describe("wakePhone, when the link changes between its reading and its writing", () => {
  test("decides again, and loses neither change", async () => {
    await phone.queueText();
    const { db } = harness;
    const { batch } = db;
    let overtakenCount = 0;
    db.batch = () => {
      const writes = batch.call(db);
      const { commit } = writes;
      writes.commit = async () => {
        overtakenCount += 1;
        await db.doc(paths.phoneLink(phone.id)).update({ "signals.SettingsUpdated": 7 });
        return commit.call(writes);
      };
      return writes;
    };
    try {
      expect(await deliverWake(harness, phone.id)).toBe("woken");
    } finally {
      db.batch = batch;
    }
    expect(overtakenCount).toBe(1);
    expect((await phone.link())?.signals).toEqual({ SettingsUpdated: 7, MessageEnqueued: 1 });
  });
});
