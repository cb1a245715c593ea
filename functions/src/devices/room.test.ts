import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDevice } from "../../testing/factories.ts";
import type { Device } from "../schema/device.ts";
import { fullUntil, isFull, isLimited, Room } from "./room.ts";

const T0 = new Date("2026-11-22T08:00:00.000Z").getTime();
const at = (milliseconds: number) => new Date(T0 + milliseconds);
const HOUR = 3_600_000;

const SIMS = [
  { slot: 1, number: "+15550000001", carrier: "A" },
  { slot: 2, number: "+15550000002", carrier: "B" },
];
const phone = (changes: Partial<Device> = {}) => createDevice({ sims: SIMS, ...changes });
const paced = (perMinute: number | null, perDay: number | null) =>
  phone({ simPacing: { 1: { perMinute, perDay } } });

/** Takes as much as there is room for, at each of these times. Returns when each was taken. */
function takeAt(device: Device, slot: number | null, times: readonly number[]) {
  let releases: Room["releases"] = {};
  const taken: number[] = [];
  for (const time of times) {
    const room = new Room(device, releases, at(time));
    while (room.left(slot) > 0) {
      room.take(slot);
      taken.push(time);
    }
    releases = room.releases;
  }
  return { taken, releases };
}

function mostWithin(taken: readonly number[], lengthMs: number): number {
  const counts = taken.map((from) => taken.filter((t) => t >= from && t < from + lengthMs).length);
  return Math.max(0, ...counts);
}

describe("Room", () => {
  test("never lets more go than its limits in any minute and any 24 hours, whenever it is asked", () => {
    const steps = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 5 * HOUR })),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 30 }),
        (gaps, perMinute, perDay) => {
          let now = 0;
          const times = gaps.map((gap) => (now += gap));
          const { taken } = takeAt(paced(perMinute, perDay), 1, times);
          expect(mostWithin(taken, 60_000)).toBeLessThanOrEqual(perMinute);
          expect(mostWithin(taken, 24 * HOUR)).toBeLessThanOrEqual(perDay);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("opens at the moment that it says, and not before", () => {
    for (const device of [paced(3, null), paced(null, 3), paced(2, 3)]) {
      const { releases } = takeAt(device, 1, [0, 400, 5_000]);
      const opens = new Room(device, releases, at(6_000)).opensAt(1);
      expect(new Room(device, releases, new Date(opens.getTime() - 1)).left(1)).toBe(0);
      expect(new Room(device, releases, opens).left(1)).toBeGreaterThan(0);
    }
  });

  test("keeps what it counts short: at most 61 seconds and 25 hours", () => {
    let releases: Room["releases"] = {};
    const times = Array.from({ length: 300 }, (_, n) => [n * 0.3 * HOUR, 90 * HOUR + n * 400]);
    for (const time of times.flat().sort((one, other) => one - other)) {
      const room = new Room(paced(600, null), releases, at(time));
      room.take(1);
      releases = room.releases;
    }
    expect(releases[1]?.minute.length).toBe(60);
    expect(releases[1]?.day.length).toBeLessThanOrEqual(25);
    expect(releases[1]?.day.length).toBeGreaterThan(1);
  });

  test.each([
    ["equal caps, in turn", { 1: 3, 2: 3 }, [1, 2, 1, 2, 1, 2]],
    ["the wider cap first, then in turn", { 1: 2, 2: 4 }, [2, 2, 1, 2, 1, 2]],
    ["one without a cap before one with", { 1: 2, 2: null }, [2, 2, 2]],
  ])("chooses SIMs by %s", (_, caps: Record<number, number | null>, expected) => {
    const simPacing = Object.fromEntries(
      Object.entries(caps).map(([slot, perDay]) => [slot, { perMinute: 60, perDay }]),
    );
    const room = new Room(phone({ simPacing }), {}, at(0));
    expect(expected.map(() => room.take(null)?.slot)).toEqual(expected);
  });

  test("leaves the choice to the phone where no SIM has a limit", () => {
    const pacing = { perMinute: 5, perDay: 2, intervalSecondsMin: 0, intervalSecondsMax: 0 };
    const room = new Room(phone({ pacing }), {}, at(0));
    expect([room.take(null), room.take(1), room.left(null), room.left(2)]).toEqual([
      null,
      null,
      0,
      0,
    ]);
  });
});

describe("a phone's caps", () => {
  const until = at(HOUR);
  const reached = (...slots: (number | null)[]) =>
    phone({ reachedCaps: slots.map((slot) => ({ slot, sent: 5, until })) });

  test.each([
    ["no cap", [], false, false],
    ["one of two SIMs", [1], true, false],
    ["both SIMs", [1, 2], true, true],
    ["the phone's own", [null], true, true],
  ])("%s: SIM 1 and the phone are full accordingly, until their time", (_, slots, sim, any) => {
    const device = reached(...slots);
    expect([isFull(device, 1, at(0)), isFull(device, null, at(0))]).toEqual([sim, any]);
    expect([isFull(device, 1, until), isFull(device, null, until)]).toEqual([false, false]);
    expect(fullUntil(device, 1, at(0))).toEqual(sim ? until : null);
  });

  test.each([
    ["nothing", {}, false],
    ["a minute of the phone", { perMinute: 5 }, false],
    ["a day of the phone", { perDay: 5 }, false],
    ["a minute and a day of the phone", { perMinute: 5, perDay: 5 }, true],
  ])("%s limited: the server keeps it where the phone cannot", (_, limits, expected) => {
    const pacing = { ...createDevice().pacing, ...limits };
    expect(isLimited(createDevice({ pacing }))).toBe(expected);
  });
});
