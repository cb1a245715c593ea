import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, deliverWake, pairTestPhone, type TestPhone } from "../../testing/phone.ts";
import { USUAL_TERMS } from "../billing/terms.ts";
import { createMessageAcceptor } from "../messages/accept.ts";
import { paths } from "../schema/paths.ts";
import { wakeAsPlanned } from "./wake.ts";

let harness: Harness;
let phone: TestPhone;
let send: () => Promise<unknown>;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness);
  const accept = createMessageAcceptor(harness.services, USUAL_TERMS);
  send = () =>
    accept(harness.ctx, {
      to: ["+14155550123"],
      isList: false,
      body: "Hello",
      deviceId: phone.id,
      simSlot: null,
      from: null,
      sendAt: null,
      expiresAt: null,
      priority: 0,
      metadata: {},
      idempotency: null,
    });
});

const link = () => harness.read(paths.phoneLink(phone.id));
const wakeCount = async () => (await link())?.signals.MessageEnqueued ?? 0;

/** Runs the tasks whose time has come, each twice, as a queue may. */
async function runTasks(): Promise<void> {
  const due = harness.tasks.filter(({ at }) => at === null || at <= harness.now());
  for (const { payload } of [...due, ...due]) {
    const { deviceId, plannedAt } = payload as { deviceId: string; plannedAt: string };
    await wakeAsPlanned(harness.services, { deviceId, plannedAt: new Date(plannedAt) });
  }
}

describe("wakePhone", () => {
  test("wakes a phone at once for a lone message, once though the event comes twice", async () => {
    await send();
    const writes = await countWrites(harness, async () => {
      expect(await deliverWake(harness, phone.id)).toBe("woken");
      expect(await deliverWake(harness, phone.id)).toBe("nothing");
    });
    expect(writes).toEqual({ phoneLinks: 1 });
    expect(await wakeCount()).toBe(1);
    expect(harness.tasks).toEqual([]);
  });

  test("makes one plan of a burst that comes before the phone has pulled", async () => {
    await send();
    await deliverWake(harness, phone.id);
    const writes = await countWrites(harness, async () => {
      for (let n = 0; n < 5; n += 1) {
        await send();
        harness.advance(10);
        await deliverWake(harness, phone.id);
        await deliverWake(harness, phone.id);
      }
    });
    expect(writes.phoneLinks).toBe(1);
    expect(harness.tasks).toMatchObject([
      { queue: "wakeLater", at: new Date("2026-11-22T08:00:05.000Z") },
    ]);
    expect(await wakeCount()).toBe(1);
  });

  test("drops the plan when the pull has listed all of the burst", async () => {
    await send();
    await deliverWake(harness, phone.id);
    await send();
    await deliverWake(harness, phone.id);
    expect(await phone.pull()).toHaveLength(2);
    expect((await link())?.plannedAt).toBeNull();
    harness.advance(5_000);
    expect(await countWrites(harness, runTasks)).toEqual({});
    expect(await wakeCount()).toBe(1);
  });

  test("does nothing for a request whose messages were listed before its event came", async () => {
    await send();
    await harness.addMessage(); // Moves the database's clock on.
    expect(await phone.pull()).toHaveLength(1);
    expect(await deliverWake(harness, phone.id)).toBe("nothing");
    expect(await wakeCount()).toBe(0);
  });

  test("wakes a phone that never pulled once more after five seconds", async () => {
    await send();
    await deliverWake(harness, phone.id);
    await send();
    await deliverWake(harness, phone.id);
    harness.advance(4_999);
    await runTasks();
    expect(await wakeCount()).toBe(1);
    harness.advance(1);
    await runTasks();
    expect(await wakeCount()).toBe(2);
  });

  test("wakes a phone that has pulled again after a second", async () => {
    await send();
    await deliverWake(harness, phone.id);
    await phone.pull();
    harness.advance(400);
    await send();
    expect(await deliverWake(harness, phone.id)).toBe("planned");
    expect(harness.tasks.map(({ at }) => at)).toEqual([new Date("2026-11-22T08:00:01.000Z")]);
    harness.advance(600);
    await runTasks();
    expect(await wakeCount()).toBe(2);
  });

  test("pushes to a phone that has push", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    await send();
    await deliverWake(harness, phone.id);
    expect(harness.pushes).toContainEqual({ token: "fcm", event: "MessageEnqueued" });
  });

  test("forgets a dead push token, and has the phone open a stream instead", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    harness.deadPushTokens.add("fcm"); // It dies after it was given.
    await send();
    expect(await deliverWake(harness, phone.id)).toBe("woken");
    expect(await link()).toMatchObject({ pushToken: null });
    expect(await harness.read(paths.device(harness.accountId, phone.id))).toMatchObject({
      wakeChannel: "poll",
    });
    expect(await (await phone.request("GET", "/settings")).json()).toMatchObject({
      gateway: { notification_channel: "SSE_ONLY" },
    });
  });

  test("wakes the phone after all when push was away for a while", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    await send();
    const { push } = harness.services;
    harness.services.push = { send: () => Promise.reject(new Error("FCM is away.")) };
    await expect(deliverWake(harness, phone.id)).rejects.toThrow("FCM is away.");
    harness.services.push = push;
    expect(await deliverWake(harness, phone.id)).toBe("planned");
    harness.advance(5_000);
    await runTasks();
    expect(harness.pushes.filter(({ event }) => event === "MessageEnqueued")).toHaveLength(1);
  });

  test("plans again for what was held back when the first plan's task was not enqueued", async () => {
    await send();
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
    await runTasks();
    expect(await wakeCount()).toBe(2);
    expect(await link()).toMatchObject({ heldUntil: null, plannedAt: null });
  });

  test("gives a push up that failed for five minutes", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    await send();
    const request = await harness.db.doc(paths.wake(phone.id)).get();
    const requestedAt = request.updateTime?.toMillis() ?? 0;
    harness.services.push = { send: () => Promise.reject(new Error("FCM is away.")) };
    harness.services.now = () => new Date(requestedAt + 300_001);
    expect(await deliverWake(harness, phone.id)).toBe("woken");
    expect(harness.logged.at(-1)?.event).toBe("push_given_up");
  });

  test("ignores a request for a phone that was removed", async () => {
    expect(await deliverWake(harness, "dev_gone")).toBe("nothing");
  });

  test("costs two writes of the phone's link a wake-up, pull included, however many messages", async () => {
    const writes = await countWrites(harness, async () => {
      for (let burst = 0; burst < 3; burst += 1) {
        harness.advance(10_000);
        await Promise.all([send(), send(), send()]);
        await deliverWake(harness, phone.id);
        await phone.pull();
      }
    });
    expect(writes.phoneLinks).toBe(6);
    expect(await wakeCount()).toBe(3);
  });

  test("lists every message, however accepts, events and pulls run into one another", async () => {
    const listed = new Set<string>();
    /** How many wake-ups there had been when the phone last began to pull. */
    let answered = 0;
    const pull = async () => {
      answered = await wakeCount();
      for (const { id } of await phone.pull()) listed.add(id);
    };
    for (let round = 0; round < 8; round += 1) {
      await Promise.all([
        send(),
        deliverWake(harness, phone.id),
        pull(),
        send().then(() => deliverWake(harness, phone.id)),
        runTasks(),
      ]);
      harness.advance(700);
    }
    // From here on the phone pulls when it is woken, and only then.
    for (let round = 0; round < 20; round += 1) {
      await deliverWake(harness, phone.id);
      harness.advance(1_000);
      await runTasks();
      if ((await wakeCount()) > answered) await pull();
    }
    expect(listed.size).toBe(16);
  });
});

describe("wakePhone, when the link changes between its reading and its writing", () => {
  test("decides again, and loses neither change", async () => {
    await send();
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
    expect((await link())?.signals).toEqual({ SettingsUpdated: 7, MessageEnqueued: 1 });
  });
});
