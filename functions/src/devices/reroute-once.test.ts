import { expect, test } from "vitest";
import { followDevices } from "../../testing/device-changes.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { pairTestPhone, type TestPhone } from "../../testing/phone.ts";
import type { Device } from "../schema/device.ts";
import { paths } from "../schema/paths.ts";
import type { PhoneContext } from "./authenticate.ts";
import { startStreaming } from "./keep-streaming.ts";
import { markOfflineDevices } from "./mark-offline.ts";
import { reportHealth } from "./report-health.ts";
import { updateDevice } from "./update.ts";

interface Case {
  harness: Harness;
  phone: TestPhone;
  ctx: PhoneContext;
}

const AWAY = { isOnline: false };
const UNSEEN = { lastSeenAt: new Date("2026-11-22T07:00:00Z") };
const FULL = {
  simPacing: { 1: { perMinute: null, perDay: 1 } },
  reachedCaps: [{ slot: 1, sent: 1, until: new Date("2026-11-23T08:00:00Z") }],
};

const ping = ({ ctx }: Case) =>
  reportHealth(ctx, { appVersion: null, battery: null, network: null });
const change = (changes: object) => (given: Case) =>
  updateDevice(given.harness.ctx, { deviceId: given.phone.id, ...changes });

/** The phone that a text waits for cannot send from now on, or the other one can. */
test.each<[string, Partial<Device>, (given: Case) => Promise<unknown>, "own" | "other"]>([
  ["pings again", AWAY, ping, "other"],
  ["opens a stream again", AWAY, ({ ctx }) => startStreaming(ctx), "other"],
  ["pulls again", AWAY, ({ phone }) => phone.pull(), "other"],
  ["is resumed", { isPaused: true }, change({ isPaused: false }), "other"],
  ["may send more", FULL, change({ sims: [{ slot: 1, perDay: 2 }] }), "other"],
  ["is paused", {}, change({ isPaused: true }), "own"],
  ["was not seen", UNSEEN, ({ harness }) => markOfflineDevices(harness.services), "own"],
])(
  "a phone that %s leaves moving texts to the trigger, which moves them once",
  async (_, state, act, whose) => {
    const harness = await createHarness();
    const phone = await pairTestPhone(harness, { body: { simCards: [{ simNumber: 1 }] } });
    await harness.db.doc(paths.device(harness.accountId, phone.id)).set(state, { merge: true });
    const other = await harness.addDevice(whose === "other" ? AWAY : {});
    const [from, to] = whose === "other" ? [other, phone.id] : [phone.id, other];
    const id = await harness.addMessage({ deviceId: from, queuedFor: from, isReroutable: true });
    const ctx: PhoneContext = { ...harness.ctx, actor: { type: "device", id: phone.id } };
    await followDevices(harness, async () => {
      await act({ harness, phone, ctx });
      expect((await harness.message(id)).queuedFor).toBe(from);
    });
    expect((await harness.message(id)).queuedFor).toBe(to);
    expect(harness.logged.filter(({ event }) => event === "messages_rerouted")).toHaveLength(1);
  },
);
