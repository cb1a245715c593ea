import { describe, expect, test } from "vitest";
import { GsonError } from "./gson.ts";
import { parsePulledMessages } from "./pulled-message.ts";
import { listed } from "./testing/harness.ts";

function parse(...items: unknown[]) {
  const warnings: string[] = [];
  const reading = { utcOffsetMinutes: 60, warn: (rule: string) => void warnings.push(rule) };
  return { messages: parsePulledMessages(items, reading), warnings };
}

describe("parsePulledMessages", () => {
  test.each([
    ["a date in no known form", { validUntil: "2026-11-22 08:10:00" }],
    ["an epoch number for a date", { createdAt: 1_795_335_000_000 }],
    ["a fraction for a priority", { priority: 1.5 }],
    ["a priority over 255", { priority: 256 }],
    ["a port over 65535", { dataMessage: { data: "aGk=", port: 65_536 } }],
    ["a word for a SIM number", { simNumber: "first" }],
    ["an object for a text", { textMessage: { text: {} } }],
    ["one number where a list belongs", { phoneNumbers: "+12025550100" }],
  ])("loses the whole list to %s", (_name, fields) => {
    expect(() => parse(listed(), listed({ id: "msg_2", ...fields }))).toThrow(GsonError);
  });

  test("refuses a list that is no array", () => {
    const reading = { utcOffsetMinutes: 0, warn: () => {} };
    expect(() => parsePulledMessages({ messages: [] }, reading)).toThrow(GsonError);
  });

  test("wraps a priority from 128 to 255 into the negative, and warns", () => {
    const { messages, warnings } = parse(listed({ priority: 200 }));
    expect(messages[0]?.priority).toBe(-56);
    expect(warnings).toEqual(["message 0.priority 200 is over 127 and wraps to -56"]);
  });

  test("takes an unknown state for none, and warns that the message is sent", () => {
    const { messages, warnings } = parse(listed({ state: "Scheduled" }));
    expect(messages[0]?.state).toBeNull();
    expect(warnings[0]).toContain("takes it for Pending and sends");
  });

  test("shifts a date with microseconds, and warns", () => {
    const { messages, warnings } = parse(listed({ validUntil: "2026-11-22T08:10:00.123456Z" }));
    expect(messages[0]?.validUntil).toBe(Date.parse("2026-11-22T08:12:03.456Z"));
    expect(warnings[0]).toContain("message 0.validUntil");
  });

  test("prefers data to text to the old field, and takes null for absent", () => {
    const content = (fields: Record<string, unknown>) => parse(listed(fields)).messages[0]?.content;
    const dataMessage = { data: "aGk=", port: 53_739 };
    expect(content({ dataMessage })).toEqual({ kind: "data", ...dataMessage });
    expect(content({ dataMessage: null, message: "old" })).toMatchObject({
      text: "Your table is ready",
    });
    expect(content({ textMessage: undefined, message: "old" })).toEqual({
      kind: "text",
      text: "old",
    });
    expect(content({ textMessage: undefined })).toBeNull();
  });

  test("fills in the defaults of the app and says nothing of a clean message", () => {
    const { messages, warnings } = parse(
      listed({ validUntil: null, simNumber: null, unheardOf: {} }),
    );
    expect(messages[0]).toMatchObject({
      withDeliveryReport: true,
      isEncrypted: false,
      priority: 0,
      simNumber: null,
      validUntil: null,
      state: null,
    });
    expect(warnings).toEqual([]);
  });
});
