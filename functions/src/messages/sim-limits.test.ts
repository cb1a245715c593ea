import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import {
  countWrites,
  deliverWake,
  pairTestPhone,
  type TestPhone,
  type WireMessage,
} from "../../testing/phone.ts";
import { updateDevice } from "../devices/update.ts";
import { wakeAsPlanned } from "../devices/wake.ts";
import type { Device } from "../schema/device.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { cancelMessage } from "./cancel.ts";
import { expireMessages } from "./expire.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let harness: Harness;
let phone: TestPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness, {
    body: { simCards: [{ simNumber: 1 }, { simNumber: 2 }] },
  });
});

type Limits = { perMinute?: number | null; perDay?: number | null };

function limit(limits: Record<number, Limits>) {
  const sims = Object.entries(limits).map(([slot, given]) => ({ slot: Number(slot), ...given }));
  return updateDevice(harness.ctx, { deviceId: phone.id, sims });
}

async function wait(count: number, changes: Partial<Message> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(
      await harness.addMessage({
        deviceId: phone.id,
        queuedFor: phone.id,
        createdAt: new Date(harness.now().getTime() - 1_000 + n),
        ...changes,
      }),
    );
  }
  return ids;
}

const link = () => harness.read(paths.phoneLink(phone.id));
const device = async () =>
  (await harness.read(paths.device(harness.accountId, phone.id))) as Device;
const slots = (listed: WireMessage[]) => listed.map(({ simNumber }) => simNumber ?? null);

/** Pulls, and reports that it holds what it was given. Returns what it was given. */
async function pullAndHold(): Promise<WireMessage[]> {
  const listed = await phone.pull();
  for (const { id } of listed) await phone.report(id, "Pending");
  return listed;
}

/** Turns the clock to each task in its turn, and has the phone pull when it is woken, and only then. Returns when each message went. */
async function runFor(milliseconds: number): Promise<number[]> {
  const until = harness.now().getTime() + milliseconds;
  const gone: number[] = [];
  const done = new Set<string>();
  for (;;) {
    const [task] = harness.tasks
      .filter(({ id, at }) => at !== null && at.getTime() <= until && !done.has(id))
      .sort((left, right) => (left.at?.getTime() ?? 0) - (right.at?.getTime() ?? 0));
    if (!task?.at) {
      harness.advance(until - harness.now().getTime());
      return gone;
    }
    done.add(task.id);
    harness.advance(Math.max(0, task.at.getTime() - harness.now().getTime()));
    const woken = await wakeAsPlanned(harness.services, { deviceId: phone.id, plannedAt: task.at });
    if (woken !== "woken") continue;
    for (const _ of await pullAndHold()) gone.push(harness.now().getTime());
  }
}

function mostWithin(times: number[], lengthMs: number): number {
  return Math.max(
    ...times.map((from) => times.filter((t) => t >= from && t < from + lengthMs).length),
  );
}

describe("the limits of a SIM", () => {
  test("let go no more than so many in any minute, and all of it by itself", async () => {
    await limit({ 1: { perMinute: 3 }, 2: { perMinute: 2 } });
    await wait(8, { simSlot: 1 });
    const first = (await pullAndHold()).map(() => harness.now().getTime());
    const times = [...first, ...(await runFor(5 * 60_000))];
    expect(times).toHaveLength(8);
    expect(mostWithin(times, 60_000)).toBe(3);
    expect((await link())?.heldUntil).toBeNull();
  });

  test("let go no more than so many in any 24 hours, and the rest as soon as there is room", async () => {
    await limit({ 1: { perDay: 4 } });
    await wait(3, { simSlot: 1 });
    const start = harness.now().getTime();
    const times = (await pullAndHold()).map(() => start);
    harness.advance(5 * HOUR);
    await wait(6, { simSlot: 1 });
    for (const _ of await pullAndHold()) times.push(harness.now().getTime());
    times.push(...(await runFor(3 * DAY)));
    expect(times.map((time) => (time - start) / HOUR)).toEqual([0, 0, 0, 5, 24, 24, 24, 29, 48]);
    expect(mostWithin(times, DAY)).toBe(4);
  });

  test("count a message once, though it is listed until the phone reports it", async () => {
    await limit({ 1: { perDay: 2 } });
    const ids = await wait(3, { simSlot: 1 });
    const first = await phone.pull(); // Its answer is lost.
    const again = await phone.pull();
    expect(again).toEqual(first);
    expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect((await link())?.releases[1].day).toMatchObject([{ count: 2 }]);
  });

  test("hold when pulls come at the same moment", async () => {
    await limit({ 1: { perMinute: 3 } });
    await wait(9, { simSlot: 1 });
    const lists = await Promise.all([phone.pull(), phone.pull(), phone.pull(), phone.pull()]);
    expect(new Set(lists.flat().map(({ id }) => id)).size).toBe(3);
    expect((await link())?.releases[1].day).toMatchObject([{ count: 3 }]);
  });

  test("hold up no other SIM, however much waits for this one", async () => {
    await limit({ 1: { perMinute: 1 } });
    const batch = harness.db.batch();
    const [head] = await wait(1, { simSlot: 1 });
    const message = await harness.message(head as string);
    for (let n = 0; n < 120; n += 1) {
      batch.create(harness.db.doc(paths.message(harness.accountId, `msg_${n}`)), message);
    }
    await batch.commit();
    await wait(2, { simSlot: 2, createdAt: new Date(harness.now().getTime() + 1) });
    expect(slots(await phone.pull()).sort()).toEqual([1, 2, 2]);
  });

  test("keep what has priority first, and hold it too", async () => {
    await limit({ 1: { perMinute: 2 } });
    const [usual] = await wait(2, { simSlot: 1 });
    const codes = await wait(1, { simSlot: 1, priority: 100 });
    expect((await phone.pull()).map(({ id }) => id)).toEqual([...codes, usual]);
    await wait(1, { simSlot: 1, priority: 127 });
    expect(await phone.pull()).toHaveLength(2);
  });

  test("are filled in turn by messages that name no SIM, each of which is told its number", async () => {
    const sims = [
      { slot: 1, number: "+15550000001", carrier: null },
      { slot: 2, number: "+15550000002", carrier: null },
    ];
    await harness.db.doc(paths.device(harness.accountId, phone.id)).update({ sims });
    await limit({ 1: { perDay: 2 }, 2: { perDay: 2 } });
    const ids = await wait(6);
    const listed = await phone.pull();
    expect(slots(listed)).toEqual([1, 2, 1, 2]);
    const sent = await Promise.all(listed.map(({ id }) => harness.message(id)));
    expect(sent.map(({ simSlot, from }) => [simSlot, from])).toEqual(
      [1, 2, 1, 2].map((slot) => [slot, `+1555000000${slot}`]),
    );
    const held = await harness.message(ids[5] as string);
    expect(held).toMatchObject({ status: "queued", simSlot: null, from: null });
  });

  test("cost a phone without limits not one read or write", async () => {
    const cost = async () => {
      harness.engine.counters.reads = 0;
      await wait(2, { simSlot: 1 });
      const before = harness.engine.counters.reads;
      const writes = await countWrites(harness, () => phone.pull());
      return { reads: harness.engine.counters.reads - before, writes };
    };
    // The token, the phone, two messages, the link.
    expect(await cost()).toEqual({ reads: 5, writes: { messages: 2, phoneLinks: 1 } });
    expect((await link())?.releases).toEqual({});
    for (const { id } of await phone.pull()) await phone.report(id, "Pending");
    await limit({ 1: { perDay: 50 } });
    expect(await cost()).toEqual({ reads: 11, writes: { messages: 2, phoneLinks: 1 } });
  });

  test("are told on the phone's document when a cap is reached, and not a message", async () => {
    await limit({ 1: { perMinute: 4, perDay: 3 } });
    const pull = async () => {
      await wait(1, { simSlot: 1 });
      return (await countWrites(harness, pullAndHold)).devices ?? 0;
    };
    expect([await pull(), await pull(), await pull(), await pull()]).toEqual([0, 0, 1, 0]);
    const opening = new Date(harness.now().getTime() + DAY);
    const [cap] = (await device()).reachedCaps;
    expect(cap).toMatchObject({ slot: 1, sent: 3 });
    expect(cap?.until).toMatchObject({ seconds: opening.getTime() / 1000 });
  });
});

describe("what a limit holds back", () => {
  const held = async () => {
    await limit({ 1: { perDay: 1 } });
    const ids = await wait(2, { simSlot: 1, isReroutable: true });
    await pullAndHold();
    return ids[1] as string;
  };

  test("goes at once when the limit is raised or taken away, and asks for nothing where nothing waits", async () => {
    await limit({ 1: { perDay: 2 } });
    expect(await harness.read(paths.wake(phone.id))).toBeUndefined();
    await held();
    for (const perDay of [2, null]) {
      await wait(1, { simSlot: 1 });
      harness.advance(10_000);
      await limit({ 1: { perDay } });
      expect(await deliverWake(harness, phone.id)).toBe("woken");
      expect(await pullAndHold()).toHaveLength(perDay === 2 ? 1 : 2);
    }
    expect(await device()).toMatchObject({ simPacing: {}, reachedCaps: [] });
    expect((await link())?.heldUntil).toBeNull();
  });

  test("goes when a pull was decided on the limit that was just taken away", async () => {
    await limit({ 1: { perDay: 1 } });
    await wait(3, { simSlot: 1 });
    const [listed] = await Promise.all([phone.pull(), limit({ 1: { perDay: null } })]);
    for (const { id } of listed) await phone.report(id, "Pending");
    // Either the limit was gone when the pull was decided, or what it held back makes the phone be woken.
    const isAsked = (await harness.read(paths.wake(phone.id))) !== undefined;
    if (isAsked && (await deliverWake(harness, phone.id)) === "woken") await pullAndHold();
    await runFor(5_000);
    const waiting = await harness.db
      .collection(paths.messages(harness.accountId))
      .where("status", "==", "queued")
      .get();
    expect(waiting.size).toBe(0);
    expect((await link())?.heldUntil).toBeNull();
  });

  test("goes though the task is lost, late or run twice", async () => {
    const id = await held();
    const [task] = harness.tasks;
    expect(task).toMatchObject({ queue: "wakeLater", id: `${phone.id}-${task?.at?.getTime()}` });
    harness.tasks.length = 0;
    await phone.pull(); // As it does by itself each few minutes.
    expect(harness.tasks).toEqual([task]);
    harness.advance(DAY + HOUR);
    const plannedAt = task?.at as Date;
    const run = () => wakeAsPlanned(harness.services, { deviceId: phone.id, plannedAt });
    expect([await run(), await run()]).toEqual(["woken", "nothing"]);
    expect((await pullAndHold()).map((listed) => listed.id)).toEqual([id]);
  });

  test("does not wake a phone out of the pull of another wake-up", async () => {
    await held();
    const plannedAt = (await link())?.heldUntil.toDate() as Date;
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
    await wait(1, { simSlot: 2 });
    await harness.db.doc(paths.wake(phone.id)).set({ accountId: harness.accountId });
    expect(await deliverWake(harness, phone.id)).toBe("woken");
    expect(slots(await pullAndHold())).toEqual([2]);
    expect((await link())?.heldUntil).not.toBeNull();
  });

  test("can be canceled, and runs out of time, with its price given back", async () => {
    const id = await held();
    const [late] = await wait(1, {
      simSlot: 1,
      expiresAt: new Date(harness.now().getTime() + HOUR),
    });
    await cancelMessage(harness.ctx, { id });
    harness.advance(HOUR);
    await expireMessages(harness.services);
    for (const [ended, status] of [
      [id, "canceled"],
      [late as string, "expired"],
    ] as const) {
      const message = await harness.message(ended);
      expect([message.status, message.refundedAt]).toEqual([status, expect.anything()]);
    }
    expect(await phone.pull()).toEqual([]);
    expect((await link())?.heldUntil).toBeNull();
  });

  test("waits on while the phone is paused, and within the limit when it is resumed", async () => {
    await held();
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: true });
    harness.advance(DAY);
    expect(await phone.pull()).toEqual([]);
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: false });
    await wait(1, { simSlot: 1 });
    expect(await phone.pull()).toHaveLength(1);
  });

  test("goes through another phone when its own is full for the day, where its sender named none", async () => {
    const other = await harness.addDevice();
    await limit({ 1: { perDay: 1 }, 2: { perDay: 1 } });
    const [, , free] = await wait(3, { isReroutable: true });
    const [named] = await wait(1, { createdAt: new Date(harness.now().getTime() + 1) });
    expect(await phone.pull()).toHaveLength(2);
    expect(await harness.message(free as string)).toMatchObject({ queuedFor: other });
    expect(await harness.message(named as string)).toMatchObject({ queuedFor: phone.id });
  });
});

describe("a limit a day of the whole phone beside one a minute", () => {
  test("is kept here, since the phone keeps the other one", async () => {
    const pacing = { perMinute: 30, perDay: 3 };
    await updateDevice(harness.ctx, { deviceId: phone.id, pacing });
    const settings = (await (await phone.request("GET", "/settings")).json()) as object;
    expect(settings).toMatchObject({ messages: { limit_period: "PerMinute", limit_value: 30 } });
    await wait(3);
    await wait(2, { simSlot: 2 });
    const first = await pullAndHold();
    expect(first).toHaveLength(3);
    expect(await runFor(DAY - 1)).toEqual([]);
    expect(await runFor(HOUR)).toHaveLength(2);
  });
});
