import { describe, expect, test } from "vitest";
import { isAtLeast, toAppVersion } from "./app-version.ts";
import { PingPayload, toHealth } from "./health.ts";
import { pathOf } from "./origin.ts";
import { SimCards } from "./wire.ts";

describe("the app's version", () => {
  test.each([
    ["me.capcom.smsgateway/1.68.0", "1.68.0"],
    ["me.capcom.smsgateway/1.53.1 (Android 14)", "1.53.1"],
    ["okhttp/4.9.3", null],
    [undefined, null],
  ])("%s is %s", (userAgent, expected) => {
    expect(toAppVersion(userAgent)).toBe(expected);
  });

  test.each([
    ["1.67.0", "1.67", true],
    ["1.66.9", "1.67", false],
    ["1.100.0", "1.67", true],
    ["2.0", "1.67", true],
    ["1.53", "1.53.1", false],
    [null, "1.0", false],
  ])("%s is at least %s: %s", (version, wanted, expected) => {
    expect(isAtLeast(version, wanted)).toBe(expected);
  });
});

describe("toHealth", () => {
  const health = (checks: Record<string, unknown>) =>
    toHealth(PingPayload.parse({ health: { version: "1.70.4", checks } }));
  const value = (observedValue: unknown) => ({ observedValue });

  test.each([
    [1, "unknown"],
    [2, "cellular"],
    [4, "wifi"],
    [6, "wifi"],
    [8, "ethernet"],
    [0, "unknown"],
  ])("transport %i is %s", (transport, network) => {
    expect(health({ "connection:transport": value(transport) }).network).toBe(network);
  });

  test("a phone without a connection is on no network, whatever it last used", () => {
    const checks = { "connection:status": value(0), "connection:transport": value(4) };
    expect(health(checks).network).toBe("none");
  });

  test.each([
    ["not told", {}, null],
    ["of another type", { "battery:level": value("full") }, null],
    ["impossible", { "battery:level": value(101) }, null],
    [
      "on battery",
      { "battery:level": value(18), "battery:charging": value(0) },
      { levelPercent: 18, isCharging: false },
    ],
    [
      "on USB",
      { "battery:level": value(18), "battery:charging": value(5) },
      { levelPercent: 18, isCharging: true },
    ],
  ])("a battery %s", (_, checks, expected) => {
    expect(health(checks).battery).toEqual(expected);
  });
});

describe("SimCards", () => {
  test("takes the SIMs that it can read, by their number or their slot's index", () => {
    const cards = [
      { simNumber: 2 },
      { slotIndex: 0 },
      { slotIndex: 7 },
      "nonsense",
      { simNumber: 2, carrierName: "Play" },
    ];
    expect(SimCards.parse(cards)).toEqual([
      { slot: 2, number: null, carrier: "Play" },
      { slot: 1, number: null, carrier: null },
    ]);
  });

  test("tells nothing told from none there", () => {
    expect([SimCards.parse(undefined), SimCards.parse([])]).toEqual([undefined, []]);
  });
});

describe("pathOf", () => {
  test.each([
    ["/mobile/v1/message", "/mobile/v1/message"],
    ["/mobile/v1//message", "/mobile/v1/message"],
    ["//mobile//v1///message", "/mobile/v1/message"],
    ["/v1/message", "/mobile/v1/message"],
  ])("%s is %s", (path, expected) => {
    expect(pathOf(new Request(`http://phone.test${path}`))).toBe(expected);
  });
});
