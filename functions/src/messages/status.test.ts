import { describe, expect, test } from "vitest";
import { MessageStatus } from "../schema/message.ts";
import { mayBecome } from "./status.ts";

const LEGAL = new Set([
  "scheduled queued",
  "scheduled dispatched",
  "scheduled sent",
  "scheduled delivered",
  "queued dispatched",
  "queued sent",
  "queued delivered",
  "dispatched sent",
  "dispatched delivered",
  "sent delivered",
  ...["scheduled", "queued", "dispatched", "sent"].flatMap((from) =>
    ["failed", "expired", "canceled"].map((to) => `${from} ${to}`),
  ),
]);

const pairs = MessageStatus.options.flatMap((from) =>
  MessageStatus.options.map((to) => [from, to] as const),
);

describe("mayBecome", () => {
  test.each(pairs)("%s → %s", (from, to) => {
    expect(mayBecome(from, to)).toBe(LEGAL.has(`${from} ${to}`));
  });
});
