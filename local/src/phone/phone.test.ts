import { describe, expect, test } from "vitest";
import { createHarness, listed } from "./testing/harness.ts";

describe("a phone that is given a message", () => {
  test("sends it once and reports it Delivered, with the time of each step", async () => {
    const { server, phone } = await createHarness();
    server.messages = [listed()];
    await phone.start();
    const { body } = await server.seen("PATCH /message", 3);
    expect(body).toMatchObject([
      {
        id: "msg_1",
        state: "Delivered",
        recipients: [{ phoneNumber: "+12025550100", state: "Delivered" }],
      },
    ]);
    expect(Object.keys((body as { states: object }[])[0]?.states ?? {})).toEqual([
      "Pending",
      "Processed",
      "Sent",
      "Delivered",
    ]);
    expect(phone.sentTexts).toMatchObject([
      { id: "msg_1", to: "+12025550100", text: "Your table is ready", sim: 1 },
    ]);
    expect(server.violations).toEqual([]);
  });
});
