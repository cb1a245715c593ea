import { describe, expect, test } from "vitest";
import { capabilitiesOf } from "./capabilities.ts";

describe("capabilitiesOf", () => {
  test.each([
    ["1.53.1", "pullOnConnect", true],
    ["1.53.0", "pullOnConnect", false],
    ["1.9.0", "order", false],
    ["2.0.0", "cancel", true],
  ] as const)("release %s, %s: %s", (version, feature, expected) => {
    expect(capabilitiesOf(version).can(feature)).toBe(expected);
  });

  test("knows no webhook event before the release that brought it, nor any invented one", () => {
    expect(capabilitiesOf("1.67.0").knowsWebhookEvent("sms:cancelled")).toBe(true);
    expect(capabilitiesOf("1.66.0").knowsWebhookEvent("sms:cancelled")).toBe(false);
    expect(capabilitiesOf("1.68.0").knowsWebhookEvent("sms:batch:received")).toBe(false);
    expect(capabilitiesOf("1.68.0").knowsWebhookEvent("toString")).toBe(false);
  });

  test("refuses what is no release", () => {
    expect(() => capabilitiesOf("latest")).toThrow('app version "latest"');
  });
});
