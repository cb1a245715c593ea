import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../testing/durations.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { type LimitedPhone, pairLimitedPhone } from "../../testing/limited-phone.ts";
import { countWrites, type WireMessage } from "../../testing/phone.ts";
import { updateDevice } from "../devices/update.ts";
import { paths } from "../schema/paths.ts";

let harness: Harness;
let phone: LimitedPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairLimitedPhone(harness);
});

const slots = (listed: WireMessage[]) => listed.map(({ simNumber }) => simNumber ?? null);

function mostWithin(times: number[], lengthMs: number): number {
  return Math.max(
    ...times.map((from) => times.filter((t) => t >= from && t < from + lengthMs).length),
  );
}

describe("the limits of a SIM", () => {
  test("let go no more than so many in any minute, and all of it by itself", async () => {
    await phone.limit({ 1: { perMinute: 3 }, 2: { perMinute: 2 } });
    await phone.queueMessages(8, { simSlot: 1 });
    const first = (await phone.pullAndHold()).map(() => harness.now().getTime());
    const times = [...first, ...(await phone.runFor(5 * 60_000))];
    expect(times).toHaveLength(8);
    expect(mostWithin(times, 60_000)).toBe(3);
    expect((await phone.link())?.heldUntil).toBeNull();
  });

  test("let go no more than so many in any 24 hours, and the rest as soon as there is room", async () => {
    await phone.limit({ 1: { perDay: 4 } });
    await phone.queueMessages(3, { simSlot: 1 });
    const start = harness.now().getTime();
    const times = (await phone.pullAndHold()).map(() => start);
    harness.advance(5 * HOUR_MS);
    await phone.queueMessages(6, { simSlot: 1 });
    for (const _ of await phone.pullAndHold()) times.push(harness.now().getTime());
    times.push(...(await phone.runFor(3 * DAY_MS)));
    expect(times.map((time) => (time - start) / HOUR_MS)).toEqual([0, 0, 0, 5, 24, 24, 24, 29, 48]);
    expect(mostWithin(times, DAY_MS)).toBe(4);
  });

  test("count a message once, though it is listed until the phone reports it", async () => {
    await phone.limit({ 1: { perDay: 2 } });
    const ids = await phone.queueMessages(3, { simSlot: 1 });
    const first = await phone.pull(); // Its answer is lost.
    const again = await phone.pull();
    expect(again).toEqual(first);
    expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect((await phone.link())?.releases[1].day).toMatchObject([{ count: 2 }]);
  });

  test("hold when pulls come at the same moment", async () => {
    await phone.limit({ 1: { perMinute: 3 } });
    await phone.queueMessages(9, { simSlot: 1 });
    const lists = await Promise.all([phone.pull(), phone.pull(), phone.pull(), phone.pull()]);
    expect(new Set(lists.flat().map(({ id }) => id)).size).toBe(3);
    expect((await phone.link())?.releases[1].day).toMatchObject([{ count: 3 }]);
  });

  test("hold up no other SIM, however much waits for this one", async () => {
    await phone.limit({ 1: { perMinute: 1 } });
    const batch = harness.db.batch();
    const [head] = await phone.queueMessages(1, { simSlot: 1 });
    const message = await harness.message(head as string);
    for (let n = 0; n < 120; n += 1) {
      batch.create(harness.db.doc(paths.message(harness.accountId, `msg_${n}`)), message);
    }
    await batch.commit();
    await phone.queueMessages(2, { simSlot: 2, createdAt: new Date(harness.now().getTime() + 1) });
    expect(slots(await phone.pull()).sort()).toEqual([1, 2, 2]);
  });

  test("keep what has priority first, and hold it too", async () => {
    await phone.limit({ 1: { perMinute: 2 } });
    const [usual] = await phone.queueMessages(2, { simSlot: 1 });
    const codes = await phone.queueMessages(1, { simSlot: 1, priority: 100 });
    expect((await phone.pull()).map(({ id }) => id)).toEqual([...codes, usual]);
    await phone.queueMessages(1, { simSlot: 1, priority: 127 });
    expect(await phone.pull()).toHaveLength(2);
  });

  test("are filled in turn by messages that name no SIM, each of which is told its number", async () => {
    const sims = [
      { slot: 1, number: "+15550000001", carrier: null },
      { slot: 2, number: "+15550000002", carrier: null },
    ];
    await harness.db.doc(paths.device(harness.accountId, phone.id)).update({ sims });
    await phone.limit({ 1: { perDay: 2 }, 2: { perDay: 2 } });
    const ids = await phone.queueMessages(6);
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
      await phone.queueMessages(2, { simSlot: 1 });
      const before = harness.engine.counters.reads;
      const writes = await countWrites(harness, () => phone.pull());
      return { reads: harness.engine.counters.reads - before, writes };
    };
    // The token, the phone, two messages, the link.
    expect(await cost()).toEqual({ reads: 5, writes: { messages: 2, phoneLinks: 1 } });
    expect((await phone.link())?.releases).toEqual({});
    for (const { id } of await phone.pull()) await phone.report(id, "Pending");
    await phone.limit({ 1: { perDay: 50 } });
    expect(await cost()).toEqual({ reads: 11, writes: { messages: 2, phoneLinks: 1 } });
  });

  test("are told on the phone's document when a cap is reached, and not a message", async () => {
    await phone.limit({ 1: { perMinute: 4, perDay: 3 } });
    const pull = async () => {
      await phone.queueMessages(1, { simSlot: 1 });
      return (await countWrites(harness, phone.pullAndHold)).devices ?? 0;
    };
    expect([await pull(), await pull(), await pull(), await pull()]).toEqual([0, 0, 1, 0]);
    const opening = new Date(harness.now().getTime() + DAY_MS);
    const [cap] = (await phone.device()).reachedCaps;
    expect(cap).toMatchObject({ slot: 1, sent: 3 });
    expect(cap?.until).toMatchObject({ seconds: opening.getTime() / 1000 });
  });
});

describe("a limit a day of the whole phone beside one a minute", () => {
  test("is kept here, since the phone keeps the other one", async () => {
    const pacing = { perMinute: 30, perDay: 3 };
    await updateDevice(harness.ctx, { deviceId: phone.id, pacing });
    const settings = (await (await phone.request("GET", "/settings")).json()) as object;
    expect(settings).toMatchObject({ messages: { limit_period: "PerMinute", limit_value: 30 } });
    await phone.queueMessages(3);
    await phone.queueMessages(2, { simSlot: 2 });
    const first = await phone.pullAndHold();
    expect(first).toHaveLength(3);
    expect(await phone.runFor(DAY_MS - 1)).toEqual([]);
    expect(await phone.runFor(HOUR_MS)).toHaveLength(2);
  });
});
