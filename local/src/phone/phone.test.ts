import { describe, expect, test } from "vitest";
import { createHarness, listed, until } from "./testing/harness.ts";

describe("a phone that is given a message", () => {
  test("sends it once and reports each change once, with the time of each step", async () => {
    const { server, phone, goOnline } = await createHarness();
    await goOnline();
    server.messages = [listed()];
    phone.push();
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
    await until(() => phone.state.waitingReports === 0);
    expect(server.all("PATCH /message")).toHaveLength(3);
    expect(phone.sentTexts).toEqual([
      {
        id: "msg_1",
        to: "+12025550100",
        text: "Your table is ready",
        sim: 1,
        at: expect.any(Number),
      },
    ]);
    expect(server.violations).toEqual([]);
  });
});

describe("a phone that goes offline", () => {
  test("says nothing more until it is online again, and sends what came in between", async () => {
    const { server, phone, goOnline } = await createHarness();
    await goOnline();
    await phone.stop();
    const requestCount = server.requests.length;
    server.messages = [listed()];
    phone.push();
    expect(phone.state).toMatchObject({ isRunning: false, isListening: false, isPulling: false });
    await phone.start();
    await until(() => phone.sentTexts.length === 1);
    expect(server.requests[requestCount]?.path).toBe("/device");
  });

  test("is started once though it is asked twice", async () => {
    const { server, phone } = await createHarness();
    await Promise.all([phone.start(), phone.start()]);
    await server.seen("GET /events");
    expect(server.all("POST /device")).toHaveLength(1);
    expect(server.all("PATCH /device")).toHaveLength(1);
  });
});
