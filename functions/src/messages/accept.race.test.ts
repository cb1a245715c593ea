import { beforeEach, describe, expect, test } from "vitest";
import { followDevices } from "../../testing/device-changes.ts";
import { createAcceptInput } from "../../testing/factories.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, deliverWake } from "../../testing/phone.ts";
import { USUAL_TERMS } from "../billing/terms.ts";
import { markOfflineDevices } from "../devices/mark-offline.ts";
import { updateDevice } from "../devices/update.ts";
import { createMessageAcceptor } from "./accept.ts";
import type { AcceptMessagesInput } from "./draft.ts";

const UNSEEN = { lastSeenAt: new Date("2026-11-22T07:00:00Z") };

let harness: Harness;
let own: string;
let other: string;
beforeEach(async () => {
  harness = await createHarness();
  own = await harness.addDevice(UNSEEN);
  other = await harness.addDevice();
  // Busier, so that the first one is chosen.
  await harness.addMessage({ deviceId: other, queuedFor: other });
});

/** Accepts a text, and runs `meanwhile` between the reading of the phones and the commit. */
async function acceptWhile(
  meanwhile: () => Promise<unknown>,
  input: Partial<AcceptMessagesInput> = {},
): Promise<string> {
  const { batch } = harness.db;
  harness.db.batch = () => {
    const writes = batch.call(harness.db);
    const { commit } = writes;
    writes.commit = async () => {
      harness.db.batch = batch;
      await meanwhile();
      return commit.call(writes);
    };
    return writes;
  };
  const accept = createMessageAcceptor(harness.services, USUAL_TERMS);
  const { messages } = await accept(harness.ctx, createAcceptInput(input));
  return messages[0]?.id ?? "";
}

const queuedFor = async (id: string) => (await harness.message(id)).queuedFor;
const goOffline = () => followDevices(harness, () => markOfflineDevices(harness.services));
const pause = () =>
  followDevices(harness, () => updateDevice(harness.ctx, { deviceId: own, isPaused: true }));

describe("a text accepted in the moment in which its phone goes", () => {
  test.each([
    ["offline", goOffline],
    ["into a pause", pause],
  ])("%s, moves to one that is there when its own is woken", async (_, go) => {
    const id = await acceptWhile(go);
    expect(await queuedFor(id)).toBe(own);
    await deliverWake(harness, own);
    expect(await queuedFor(id)).toBe(other);
    const again = await countWrites(harness, () => deliverWake(harness, own));
    expect(again.messages).toBeUndefined();
  });

  test("stays where its sender wants it", async () => {
    const id = await acceptWhile(goOffline, { deviceId: own });
    await deliverWake(harness, own);
    expect(await queuedFor(id)).toBe(own);
  });

  test("stays where it is when its phone has come back by then", async () => {
    const id = await acceptWhile(async () => {
      await goOffline();
      const ref = harness.db.doc(`accounts/${harness.accountId}/devices/${own}`);
      await ref.update({ isOnline: true, lastSeenAt: harness.now() });
    });
    await deliverWake(harness, own);
    expect(await queuedFor(id)).toBe(own);
  });

  test.each([
    ["was there all the time", async () => {}, 0],
    ["went offline long ago", goOffline, 10],
    [
      "has come back",
      async () => {
        await goOffline();
        const ref = harness.db.doc(`accounts/${harness.accountId}/devices/${own}`);
        await followDevices(harness, () =>
          ref.update({ isOnline: true, lastSeenAt: harness.now() }),
        );
      },
      0,
    ],
  ])("reads one document to wake a phone that %s", async (_, before, minutes) => {
    await before();
    harness.advance(minutes * 60_000);
    await acceptWhile(async () => {}, { deviceId: own });
    const { reads } = harness.engine.counters;
    await deliverWake(harness, own);
    // One of them is the helper's own: the request, which its trigger is given.
    expect(harness.engine.counters.reads - reads).toBe(2);
  });
});
