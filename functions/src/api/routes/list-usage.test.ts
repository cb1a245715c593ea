import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";
import type { Harness } from "../../../testing/harness.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("GET /api/v1/usage", () => {
  test("lists each day with what was sent and spent", async () => {
    await api.send({ to: ["+14155550101", "+14155550102"], message: "a".repeat(161) });
    expect((await api.call("/usage?from=2026-11-21&to=2026-11-22")).body).toEqual({
      currency: "USD",
      data: [
        { day: "2026-11-21", messages: 0, segments: 0, spent: 0, outcomes: null },
        {
          ...{ day: "2026-11-22", messages: 2, segments: 4, spent: 120_000 },
          outcomes: {
            ...{ waiting: 2, sent: 0, delivered: 0, failed: 0, expired: 0, canceled: 0 },
            ...{ received: 0, by_device: { [api.deviceId]: 2 } },
            counted_at: harness.now().toISOString(),
          },
        },
      ],
    });
    expect((await api.call("/usage")).body.data).toHaveLength(30);
    expect((await api.call("/usage?from=2001-01-01")).body.data).toHaveLength(366);
    expect((await api.call("/usage?from=yesterday")).status).toBe(422);
    for (const day of ["9999-12-31", "0000-01-01", "1999-12-31"]) {
      expect((await api.call(`/usage?to=${day}`)).status).toBe(422);
    }
  });
});
