import { beforeEach, describe, expect, test } from "vitest";
import { createMessage } from "../../testing/factories.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { pairTestPhone, type TestPhone } from "../../testing/phone.ts";
import { updateDevice } from "../devices/update.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { cancelMessage } from "./cancel.ts";
import { rerouteMessages } from "./reroute.ts";

let harness: Harness;
let phone: TestPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness, { body: { simCards: [{ simNumber: 1 }] } });
});

/** As a wrong migration leaves them: they come first, and no schema takes them. */
const BROKEN = { priority: 9, segments: -1 };

async function wait(name: string, count: number, changes: Partial<Message> = {}) {
  const batch = harness.db.batch();
  const ids = Array.from({ length: count }, (_, n) => `msg_${name}_${n}`);
  for (const id of ids) {
    const message = createMessage({ deviceId: phone.id, queuedFor: phone.id, ...changes });
    batch.create(harness.db.doc(paths.message(harness.accountId, id)), message);
  }
  await batch.commit();
  return ids.toSorted();
}

async function pullAll(): Promise<string[]> {
  const held: string[] = [];
  for (;;) {
    const listed = await phone.pull();
    if (listed.length === 0) return held.toSorted();
    held.push(...listed.map(({ id }) => id));
    const reports = listed.map(({ id }) => ({ id, state: "Pending" }));
    await phone.request("PATCH", "/message", reports);
  }
}

const told = () => harness.logged.filter(({ event }) => event === "messages_unreadable");

describe("a message that cannot be read", () => {
  test.each([
    { by: "a phone without limits", sims: [] },
    { by: "a phone with limits", sims: [{ slot: 1, perDay: 1_000 }] },
  ])("holds up nothing behind it on $by, however many there are", async ({ sims }) => {
    await updateDevice(harness.ctx, { deviceId: phone.id, sims });
    const broken = await wait("broken", 230, BROKEN);
    const listed = await wait("listed", 1, { ...BROKEN, status: "dispatched" });
    const others = await wait("other", 130);
    expect(await pullAll()).toEqual(others);
    for (const id of [...broken, ...listed]) {
      expect(await harness.message(id)).toMatchObject({ queuedFor: phone.id, segments: -1 });
    }
  });

  test("is named in the log by its id alone, in one line a pull", async () => {
    const messageIds = await wait("broken", 3, BROKEN);
    await phone.pull();
    expect(told()).toEqual([
      {
        event: "messages_unreadable",
        fields: { accountId: harness.accountId, deviceId: phone.id, count: 3, messageIds },
      },
    ]);
  });

  test("is handed over once it is mended", async () => {
    const [id] = await wait("broken", 1, BROKEN);
    expect(await phone.pull()).toEqual([]);
    await harness.db.doc(paths.message(harness.accountId, id as string)).update({ segments: 1 });
    expect((await phone.pull()).map((listed) => listed.id)).toEqual([id]);
  });

  test("does not keep a paused phone from what it is to cancel", async () => {
    await wait("broken", 110, { ...BROKEN, status: "dispatched" });
    const [held] = await wait("held", 1, { status: "dispatched", queuedFor: null });
    await updateDevice(harness.ctx, { deviceId: phone.id, isPaused: true });
    await cancelMessage(harness.ctx, { id: held as string });
    expect(await phone.pull()).toMatchObject([{ id: held, state: "Cancelling" }]);
  });

  test("keeps no other from moving to a phone that is there", async () => {
    const there = await harness.addDevice();
    const broken = await wait("broken", 60, { ...BROKEN, isReroutable: true });
    const others = await wait("other", 60, { isReroutable: true });
    await harness.db.doc(paths.device(harness.accountId, phone.id)).update({ isOnline: false });
    expect(await rerouteMessages(harness.ctx, { from: "stuck" })).toBe(60);
    for (const id of others) expect((await harness.message(id)).queuedFor).toBe(there);
    for (const id of broken) expect((await harness.message(id)).queuedFor).toBe(phone.id);
  });
});
