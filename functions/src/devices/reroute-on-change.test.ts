import { expect, test } from "vitest";
import { createHarness } from "../../testing/harness.ts";
import type { Device } from "../schema/device.ts";
import { paths } from "../schema/paths.ts";
import { rerouteOnChange } from "./reroute-on-change.ts";

const AWAY = { isOnline: false };
const PAUSED = { isPaused: true };
const FULL = { reachedCaps: [{ slot: 1, sent: 5, until: new Date("2026-11-23T08:00:00Z") }] };
const LAPSED = { reachedCaps: [{ slot: 1, sent: 5, until: new Date("2026-11-22T08:00:00Z") }] };

test.each([
  ["another is paired", AWAY, null, {}, true],
  ["another comes back", PAUSED, AWAY, {}, true],
  ["another is resumed", AWAY, PAUSED, {}, true],
  ["another is seen again", AWAY, {}, { lastSeenAt: new Date() }, false],
  ["another comes back, paused", AWAY, { ...AWAY, ...PAUSED }, PAUSED, false],
  ["the limit of another is taken away", FULL, FULL, {}, true],
  ["another's limit lapsed before", FULL, LAPSED, {}, false],
] as const)(
  "what waits for a phone that cannot send, when %s",
  async (_, own, before, after, isMoved) => {
    const harness = await createHarness();
    const stuck = await harness.addDevice(own);
    const other = await harness.addDevice(after);
    const id = await harness.addMessage({
      ...{ deviceId: stuck, queuedFor: stuck, isReroutable: true },
    });
    const device = (await harness.read(paths.device(harness.accountId, other))) as Device;
    const earlier = before && { ...device, isOnline: true, isPaused: false, ...before };
    await rerouteOnChange(harness.ctx, { deviceId: other, before: earlier, after: device });
    expect((await harness.message(id)).queuedFor).toBe(isMoved ? other : stuck);
  },
);
