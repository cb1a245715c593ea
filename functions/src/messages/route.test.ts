import { describe, expect, test } from "vitest";
import { createDevice } from "../../testing/factories.ts";
import { GatewayError } from "../errors.ts";
import { chooseRoute, type LastRoute, type RoutableDevice, type RouteRequest } from "./route.ts";

const SIMS = [
  { slot: 1, number: "+15550000001", carrier: "A" },
  { slot: 2, number: "+15550000002", carrier: "B" },
];

function phone(id: string, changes: Partial<RoutableDevice> = {}): RoutableDevice {
  return { ...createDevice({ sims: SIMS }), id, waitingCount: 0, ...changes };
}

const NOW = new Date("2026-11-22T08:00:00.000Z");
const choose = (...[request, devices, last]: [RouteRequest, RoutableDevice[], LastRoute | null]) =>
  chooseRoute(request, devices, last, NOW);

const ANY = { deviceId: null, simSlot: null, from: null };

describe("chooseRoute", () => {
  test("takes the phone and SIM that were asked for, and tells the SIM's number", () => {
    const route = choose({ ...ANY, deviceId: "b", simSlot: 2 }, [phone("a"), phone("b")], null);
    expect(route).toMatchObject({ device: { id: "b" }, simSlot: 2, from: "+15550000002" });
  });

  test("takes the phone that was asked for though it is offline", () => {
    const route = choose({ ...ANY, deviceId: "b" }, [phone("b", { isOnline: false })], null);
    expect(route.device.id).toBe("b");
  });

  test("takes the SIM whose number is `from`", () => {
    const other = phone("b", { sims: [{ slot: 2, number: "+15550000009", carrier: null }] });
    const route = choose({ ...ANY, from: "+15550000009" }, [phone("a"), other], null);
    expect(route).toMatchObject({ device: { id: "b" }, simSlot: 2 });
  });

  test("takes the phone and SIM that the contact last talked to", () => {
    const devices = [phone("a"), phone("b", { waitingCount: 9 })];
    const route = choose(ANY, devices, { deviceId: "b", simSlot: 2 });
    expect(route).toMatchObject({ device: { id: "b" }, simSlot: 2, from: "+15550000002" });
  });

  test("leaves the last phone for another one when it is offline or paused", () => {
    for (const away of [{ isOnline: false }, { isPaused: true }]) {
      const route = choose(ANY, [phone("a"), phone("b", away)], { deviceId: "b", simSlot: 1 });
      expect(route.device.id).toBe("a");
    }
  });

  test("takes the least busy phone online", () => {
    const devices = [
      phone("a", { waitingCount: 3 }),
      phone("b", { waitingCount: 1 }),
      phone("c", { waitingCount: 0, isOnline: false }),
    ];
    expect(choose(ANY, devices, null).device.id).toBe("b");
  });

  test("takes the phone seen last when all are offline", () => {
    const devices = [
      phone("a", { isOnline: false, lastSeenAt: new Date(1000) }),
      phone("b", { isOnline: false, lastSeenAt: new Date(2000) }),
    ];
    expect(choose(ANY, devices, null).device.id).toBe("b");
  });

  test("passes over a phone or SIM that may send no more today, where another will do", () => {
    const cap = (slot: number | null) => ({ slot, sent: 9, until: new Date(NOW.getTime() + 1) });
    const full = phone("a", { reachedCaps: [cap(1), cap(2)] });
    const half = phone("b", { reachedCaps: [cap(1)], waitingCount: 9 });
    const last = { deviceId: "a", simSlot: 1 };
    expect(choose(ANY, [full, half], last)).toMatchObject({ device: { id: "b" }, simSlot: null });
    expect(choose({ ...ANY, simSlot: 1 }, [full, phone("c")], null).device.id).toBe("c");
    expect(choose(ANY, [half], { deviceId: "b", simSlot: 1 }).simSlot).toBeNull();
    expect(choose(ANY, [half], { deviceId: "b", simSlot: 2 }).simSlot).toBe(2);
    expect(choose({ ...ANY, deviceId: "a" }, [full, half], null).device.id).toBe("a");
    expect(choose(ANY, [full, phone("c", { isOnline: false })], null).device.id).toBe("a");
    const over = phone("a", { reachedCaps: [{ ...cap(null), until: NOW }] });
    expect(choose(ANY, [over, half], null).device.id).toBe("a");
  });

  test("takes any slot of a phone that never told its SIMs", () => {
    const route = choose({ ...ANY, deviceId: "a", simSlot: 2 }, [phone("a", { sims: [] })], null);
    expect(route).toMatchObject({ simSlot: 2, from: null });
  });

  test.each([
    [
      "a phone that is not the account's",
      { ...ANY, deviceId: "x" },
      [phone("a")],
      "not_found",
      null,
    ],
    ["no phone at all", ANY, [], "no_device", null],
    ["all phones paused", ANY, [phone("a", { isPaused: true })], "devices_paused", null],
    [
      "the named phone paused",
      { ...ANY, deviceId: "a" },
      [phone("a", { isPaused: true }), phone("b")],
      "devices_paused",
      null,
    ],
    [
      "a slot that the named phone lacks",
      { ...ANY, deviceId: "a", simSlot: 3 },
      [phone("a")],
      "invalid_request",
      "sim_slot",
    ],
    [
      "a slot that no phone has",
      { ...ANY, simSlot: 3 },
      [phone("a")],
      "invalid_request",
      "sim_slot",
    ],
    [
      "a number that no SIM has",
      { ...ANY, from: "+15550000077" },
      [phone("a")],
      "invalid_request",
      "from",
    ],
  ])("refuses %s", (_name, request, devices, code, field) => {
    const refusal = refusalOf(() => choose(request, devices, null));
    expect(refusal.code).toBe(code);
    expect(refusal.fields.map((error) => error.field)).toEqual(field === null ? [] : [field]);
  });
});

function refusalOf(work: () => unknown): GatewayError {
  try {
    work();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
