import { beforeEach, describe, expect, test } from "vitest";
import { capabilitiesOf } from "./capabilities.ts";
import { createSettings, type Settings } from "./settings.ts";
import { openPhoneDatabase } from "./stores/database.ts";
import { createPreferences } from "./stores/preferences.ts";

const create = (version = "1.68.0") =>
  createSettings(createPreferences(openPhoneDatabase(null)), capabilitiesOf(version));

let settings: Settings;
beforeEach(() => {
  settings = create();
});

describe("the settings of a phone", () => {
  test("take numbers as text, and count from the next look", () => {
    const isChanged = settings.import({
      messages: {
        send_interval_min: "2",
        send_interval_max: 6,
        limit_period: "PerHour",
        limit_value: "30",
      },
    });
    expect(isChanged).toBe(true);
    expect(settings.sendIntervalSeconds()).toEqual({ min: 2, max: 6 });
    expect(settings.limit()).toEqual({ count: 30, periodMs: 3_600_000 });
  });

  test("pause only when the longest pause is set and not shorter than the shortest", () => {
    settings.import({ messages: { send_interval_min: 5 } });
    expect(settings.sendIntervalSeconds()).toBeNull();
    settings.import({ messages: { send_interval_max: 4 } });
    expect(settings.sendIntervalSeconds()).toBeNull();
  });

  test("go back to the default on null, and change nothing on an empty document", () => {
    settings.import({ messages: { processing_order: "FIFO" } });
    expect(settings.import({})).toBe(false);
    expect(settings.processingOrder()).toBe("FIFO");
    settings.import({ messages: { processing_order: null } });
    expect(settings.processingOrder()).toBe("LIFO");
  });

  test("ignore sections and keys they do not know, and report no change for the same value", () => {
    expect(settings.import({ receiver: { on: 1 }, messages: { work_hours_enabled: true } })).toBe(
      false,
    );
    expect(settings.import({ ping: { interval_seconds: 300 } })).toBe(true);
    expect(settings.import({ ping: { interval_seconds: 300 } })).toBe(false);
  });

  test.each([
    ["an unknown order", { messages: { processing_order: "fifo" } }],
    ["a negative limit", { messages: { limit_value: -1 } }],
    ["a ping of no seconds", { ping: { interval_seconds: 0 } }],
    ["no retry at all", { webhooks: { retry_count: 0 } }],
    ["a move to plain http", { gateway: { cloud_url: "http://elsewhere/mobile/v1" } }],
    ["a section that is null", { gateway: null }],
    ["a word for a number", { messages: { send_interval_max: "soon" } }],
  ])("refuse %s and keep what stood before it", (_name, bad) => {
    const document = { encryption: { passphrase: "before" }, ...bad };
    expect(() => settings.import(document)).toThrow(TypeError);
    expect(settings.passphrase()).toBe("before");
  });

  test("drop what follows a value that is refused", () => {
    const document = { messages: { limit_value: -1 }, webhooks: { signing_key: "dropped" } };
    expect(() => settings.import(document)).toThrow("messages.limit_value");
    expect(settings.signingKey()).not.toBe("dropped");
  });

  test("know Per30Minutes from release 1.67 on", () => {
    const document = { messages: { limit_period: "Per30Minutes", limit_value: 1 } };
    expect(() => create("1.66.0").import(document)).toThrow("limit_period");
    settings.import(document);
    expect(settings.limit()).toEqual({ count: 1, periodMs: 1_800_000 });
  });

  test("make a signing key of eight characters once, until the server names one", () => {
    const key = settings.signingKey();
    expect(key).toMatch(/^[\w-]{8}$/);
    expect(settings.signingKey()).toBe(key);
    settings.import({ webhooks: { signing_key: "from the server" } });
    expect(settings.signingKey()).toBe("from the server");
  });
});
