import { beforeEach, describe, expect, test } from "vitest";
import { createMessage } from "../../testing/factories.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, pairTestPhone, type TestPhone } from "../../testing/phone.ts";
import { removeDevice } from "../devices/remove.ts";
import { updateDevice } from "../devices/update.ts";
import { wakeAsPlanned } from "../devices/wake.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { Time } from "../schema/time.ts";
import { cancelMessage } from "./cancel.ts";

let harness: Harness;
let phone: TestPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness);
});

const AT = new Date("2026-11-22T08:00:00.000Z").getTime();

/** A message that waits for the phone. */
function wait(changes: Partial<Message> = {}): Promise<string> {
  return harness.addMessage({ deviceId: phone.id, queuedFor: phone.id, ...changes });
}

async function waitTogether(count: number): Promise<string[]> {
  const batch = harness.db.batch();
  const ids = Array.from({ length: count }, (_, n) => `msg_${n}`);
  for (const id of ids) {
    const message = createMessage({ deviceId: phone.id, queuedFor: phone.id });
    batch.create(harness.db.doc(paths.message(harness.accountId, id)), message);
  }
  await batch.commit();
  return ids;
}

describe("GET /message", () => {
  test("lists a message as the app reads it, and marks it dispatched", async () => {
    const id = await wait({
      simSlot: 2,
      priority: 100,
      body: "Your table is ready",
      expiresAt: new Date("2026-11-22T09:10:00Z"),
    });
    harness.advance(500);
    expect(await phone.pull()).toEqual([
      {
        id,
        textMessage: { text: "Your table is ready" },
        phoneNumbers: ["+14155550123"],
        simNumber: 2,
        withDeliveryReport: true,
        isEncrypted: false,
        priority: 100,
        validUntil: "2026-11-22T09:10:00.000Z",
        state: "Pending",
        createdAt: "2026-11-22T08:00:00.000Z",
      },
    ]);
    const { status, timeline, queuedFor } = await harness.message(id);
    expect([status, queuedFor]).toEqual(["dispatched", phone.id]);
    expect(Time.parse(timeline.dispatched)).toEqual(new Date(AT + 500));
  });

  test("lists a message again until the phone reports it, and writes nothing for that", async () => {
    const id = await wait();
    await phone.pull();
    const writes = await countWrites(harness, async () => {
      expect((await phone.pull()).map((listed) => listed.id)).toEqual([id]);
    });
    expect(writes).toEqual({});
    await phone.report(id, "Pending");
    expect(await phone.pull()).toEqual([]);
  });

  test("goes by priority, then by age in the order that was asked for", async () => {
    const early = await wait({ createdAt: new Date(AT - 2_000) });
    const late = await wait({ createdAt: new Date(AT - 1_000) });
    const urgent = await wait({ createdAt: new Date(AT), priority: 50 });
    const ids = async (order: string) => (await phone.pull(order)).map(({ id }) => id);
    expect(await ids("fifo")).toEqual([urgent, early, late]);
    expect(await ids("lifo")).toEqual([urgent, late, early]);
    const answer = await phone.request("GET", "/message?order=random");
    expect(answer.status).toBe(400);
    const lifo = (await (await phone.request("GET", "/message")).json()) as { id: string }[];
    expect(lifo.map(({ id }) => id)).toEqual([urgent, late, early]);
  });

  test("lists what is new before what it listed already, a hundred at a time", async () => {
    await waitTogether(130);
    const first = await phone.pull();
    const second = await phone.pull();
    expect([first.length, second.length]).toEqual([100, 100]);
    const listed = new Set([...first, ...second].map(({ id }) => id));
    expect(listed.size).toBe(130);
    // The full page asked for another pull at once; the second, which left out what was listed already, for one later.
    expect(harness.tasks.map(({ at }) => at?.getTime())).toEqual([AT + 1_000, AT + 20_000]);
  });

  test.each([
    { by: "a phone without limits", sims: [] },
    { by: "a phone with limits", sims: [{ slot: 1, perDay: 1_000 }] },
  ])("lists again by itself what was in an answer never got by $by", async ({ sims }) => {
    phone = await pairTestPhone(harness, { body: { simCards: [{ simNumber: 1 }] } });
    await updateDevice(harness.ctx, { deviceId: phone.id, sims });
    const ids = await waitTogether(250);
    const held = new Set<string>();
    const hold = (listed: { id: string }[]) => {
      for (const { id } of listed) held.add(id);
    };
    /** The phone reports what it holds; then each task comes twice, and the phone pulls when it is woken, and only then. */
    const goOn = async () => {
      const reports = [...held].map((id) => ({ id, state: "Pending" }));
      await phone.request("PATCH", "/message", reports);
      harness.advance(60_000);
      const due = harness.tasks.splice(0);
      for (const { at } of [...due, ...due]) {
        const plan = { deviceId: phone.id, plannedAt: at as Date };
        if ((await wakeAsPlanned(harness.services, plan)) === "woken") hold(await phone.pull());
      }
    };
    hold(await phone.pull());
    await phone.pull(); // Lost on the way.
    hold(await phone.pull());
    expect(held.size).toBe(150);
    await goOn();
    expect([...held].toSorted()).toEqual(ids.toSorted());
    await goOn();
    expect(harness.tasks).toEqual([]);
  });

  test("gives nothing to another phone, of the account or not", async () => {
    await wait();
    const other = await pairTestPhone(harness);
    expect(await other.pull()).toEqual([]);
    const stranger = await pairTestPhone(await createHarness());
    expect(await stranger.pull()).toEqual([]);
  });

  test("withholds what has run out of time", async () => {
    await wait({ expiresAt: new Date(AT) });
    expect(await phone.pull()).toEqual([]);
  });

  test("tells a paused phone to cancel what it holds, however much waits for it", async () => {
    const held = await wait({ status: "dispatched", queuedFor: null });
    await waitTogether(100);
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: true });
    await cancelMessage(harness.ctx, { id: held });
    expect(await phone.pull()).toMatchObject([{ id: held, state: "Cancelling" }]);
  });

  test("gives a paused phone nothing to send, and all of it when it is resumed", async () => {
    const id = await wait();
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: true });
    expect(await phone.pull()).toEqual([]);
    expect(await harness.read(paths.wake(phone.id))).toBeUndefined();
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: false });
    expect(await harness.read(paths.wake(phone.id))).toMatchObject({
      accountId: harness.accountId,
    });
    expect((await phone.pull()).map((listed) => listed.id)).toEqual([id]);
  });

  test("lists a cancellation to apps that understand it", async () => {
    const id = await wait();
    await phone.pull();
    await phone.report(id, "Pending");
    await cancelMessage(harness.ctx, { id });
    expect(await phone.pull()).toMatchObject([{ id, state: "Cancelling" }]);
    await phone.report(id, "Cancelled");
    expect(await harness.message(id)).toMatchObject({ status: "canceled", queuedFor: null });
    expect(await phone.pull()).toEqual([]);
  });

  test("never lists a cancellation to apps that would send it", async () => {
    const old = await pairTestPhone(harness, { userAgent: "me.capcom.smsgateway/1.66.2" });
    const id = await wait({ deviceId: old.id, queuedFor: old.id });
    await old.pull();
    await cancelMessage(harness.ctx, { id });
    expect(await old.pull()).toEqual([]);
  });

  test("does not list as pending what was canceled while it looked", async () => {
    const ids = await Promise.all([wait(), wait(), wait()]);
    const canceled = ids[1] as string;
    const [listed] = await Promise.all([
      phone.pull(),
      cancelMessage(harness.ctx, { id: canceled }),
    ]);
    const { status, isCanceling } = await harness.message(canceled);
    const isListed = listed.some(({ id }) => id === canceled);
    // Either the cancellation came first, or the phone holds the message and will be told.
    expect({ isListed, status, isCanceling }).toEqual(
      isListed
        ? { isListed, status: "dispatched", isCanceling: true }
        : { isListed, status: "canceled", isCanceling: false },
    );
  });

  test("marks each message once when two pulls come together", async () => {
    const ids = await Promise.all([wait(), wait()]);
    const writes = await countWrites(harness, async () => {
      const lists = await Promise.all([phone.pull(), phone.pull()]);
      for (const list of lists) expect(list.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    });
    expect(writes.messages).toBe(2);
  });

  test("writes a phone's presence down once a minute", async () => {
    harness.advance(59_000);
    expect(await countWrites(harness, () => phone.pull())).toEqual({});
    harness.advance(1_000);
    expect(await countWrites(harness, () => phone.pull())).toEqual({ devices: 1 });
    expect(await countWrites(harness, () => phone.pull())).toEqual({});
  });

  test("answers 401 to a token that was never given, or whose phone was removed", async () => {
    await removeDevice(harness.ctx, { deviceId: phone.id });
    for (const [method, path, body] of [
      ["GET", "/message?order=fifo"],
      ["PATCH", "/message", []],
      ["PATCH", "/device", { id: phone.id }],
      ["GET", "/webhooks"],
      ["GET", "/settings"],
      ["GET", "/events"],
    ] as const) {
      const answer = await phone.request(method, path, body);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(await answer.json()).toEqual({ message: "This phone is not paired" });
    }
  });
});
