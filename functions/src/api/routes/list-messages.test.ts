import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";
import { createHarness, type Harness } from "../../../testing/harness.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("GET /api/v1/messages", () => {
  test("pages through all, newest first, each once", async () => {
    for (const second of [1, 2, 3, 4, 5]) {
      await harness.addMessage({ createdAt: new Date(second * 1000), to: `+141555501${second}0` });
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body } = await api.call(
        `/messages?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      seen.push(...body.data.map((message: { to: string }) => message.to));
      cursor = body.next_cursor;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1].map((n) => `+141555501${n}0`));
  });

  test("filters by status, direction, phone and conversation", async () => {
    await harness.addMessage({ status: "sent", deviceId: "dev_a", conversationId: "cnv_a" });
    await harness.addMessage({ status: "failed", direction: "inbound", deviceId: "dev_b" });
    for (const filter of [
      "status=sent",
      "direction=outbound",
      "device_id=dev_a",
      "conversation_id=cnv_a",
    ]) {
      const { body } = await api.call(`/messages?${filter}`);
      expect(body.data, filter).toMatchObject([{ status: "sent", device_id: "dev_a" }]);
    }
  });

  test("does not show another account's message", async () => {
    const stranger = await createHarness();
    const id = await stranger.addMessage();
    expect((await api.call(`/messages/${id}`)).status).toBe(404);
    expect((await api.call("/messages")).body).toEqual({ data: [], next_cursor: null });
  });

  test.each([
    ["nothing that was written", "abc"],
    ["a path", btoa('["2026-11-22T08:00:00.000Z","../../acc_1/messages/msg_1"]')],
  ])("refuses a cursor of somebody's own making: %s", async (_, cursor) => {
    expect((await api.call(`/messages?cursor=${cursor}`)).body).toMatchObject({
      status: 422,
      errors: [{ field: "cursor" }],
    });
  });
});
