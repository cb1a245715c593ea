import { describe, expect, test } from "vitest";
import { deviceEventTypes } from "./device-events.ts";

const phone = (isOnline: boolean, levelPercent?: number, isCharging = false) => ({
  isOnline,
  battery: levelPercent === undefined ? null : { levelPercent, isCharging },
});

describe("deviceEventTypes", () => {
  test.each([
    ["is paired", null, phone(true), ["device.online"]],
    ["comes back", phone(false), phone(true), ["device.online"]],
    ["goes", phone(true), phone(false), ["device.offline"]],
    ["stays", phone(true), phone(true), []],
    ["is removed", phone(true), null, []],
    ["runs low", phone(true, 16), phone(true, 15), ["device.low_battery"]],
    ["runs lower", phone(true, 15), phone(true, 14), []],
    ["is low and charges", phone(true, 16), phone(true, 15, true), []],
    ["is unplugged while low", phone(true, 10, true), phone(true, 10), ["device.low_battery"]],
    ["tells its battery for the first time", phone(true), phone(true, 5), ["device.low_battery"]],
    [
      "goes as it runs low",
      phone(true, 20),
      phone(false, 3),
      ["device.offline", "device.low_battery"],
    ],
  ])("tells what happened when a phone %s", (_name, before, after, expected) => {
    expect(deviceEventTypes(before, after)).toEqual(expected);
  });
});
