import { describe, expect, test } from "vitest";
import { messageSteps } from "./message-events.ts";

const at = new Date(0);
const types = (before: object | undefined, after: object | undefined) =>
  messageSteps(before, after).map(({ type }) => type);

describe("messageSteps", () => {
  test.each([
    ["is accepted", undefined, { queued: at }, ["message.queued"]],
    ["is scheduled", undefined, { scheduled: at }, []],
    ["comes due", { scheduled: at }, { scheduled: at, queued: at }, ["message.queued"]],
    ["is handed over", { queued: at }, { queued: at, dispatched: at }, []],
    ["is sent", { queued: at }, { queued: at, sent: at }, ["message.sent"]],
    [
      "skips a step",
      { queued: at },
      { queued: at, sent: at, delivered: at },
      ["message.sent", "message.delivered"],
    ],
    ["fails", { queued: at }, { queued: at, failed: at }, ["message.failed"]],
    ["expires", { queued: at }, { queued: at, expired: at }, ["message.expired"]],
    ["is canceled", { queued: at }, { queued: at, canceled: at }, ["message.canceled"]],
    ["comes in", undefined, { received: at }, ["message.received"]],
    ["changes otherwise", { queued: at, sent: at }, { queued: at, sent: at }, []],
    ["is deleted", { queued: at }, undefined, []],
  ])("tells what happened when a message %s", (_name, before, after, expected) => {
    expect(types(before, after)).toEqual(expected);
  });
});
