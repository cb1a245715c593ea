import { describe, expect, test } from "vitest";
import { GENERIC_FAILURE } from "./radio.ts";
import { SPECIAL_NUMBERS } from "./special-numbers.ts";
import { createHarness, listed, until } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";

const to = (number: string, fields: Record<string, unknown> = {}) =>
  listed({ phoneNumbers: [number], ...fields });

describe("state reports", () => {
  test("say why the radio refused a text", async () => {
    const { server, phone } = await createHarness();
    server.messages = [to(SPECIAL_NUMBERS.radio_error)];
    await phone.start();
    expect((await server.seen("PATCH /message", 2)).body).toMatchObject([
      { state: "Failed", recipients: [{ state: "Failed", error: GENERIC_FAILURE }] },
    ]);
    expect(GENERIC_FAILURE).toContain("RESULT_ERROR_GENERIC_FAILURE");
  });

  test("stop at Sent when no delivery report comes, or none was asked for", async () => {
    const { server, phone } = await createHarness();
    server.messages = [
      to(SPECIAL_NUMBERS.no_report),
      to(SPECIAL_NUMBERS.delivered, { id: "msg_2", withDeliveryReport: false }),
    ];
    await phone.start();
    await server.seen("PATCH /message", 4);
    await until(() => phone.state.waitingReports === 0);
    const states = server
      .all("PATCH /message")
      .map(({ body }) => (body as { state: string }[])[0]?.state);
    expect(new Set(states)).not.toContain("Delivered");
    expect(states.filter((state) => state === "Sent").length).toBeGreaterThanOrEqual(2);
  });

  test("never come for the silent number, listed once or again", async () => {
    const { server, phone } = await createHarness();
    server.messages = [to(SPECIAL_NUMBERS.silent)];
    await phone.start();
    await until(() => phone.sentTexts.length === 1);
    await until(() => phone.state.isListening);
    server.messages.push(to(SPECIAL_NUMBERS.no_report, { id: "msg_2" }));
    server.sendEvent("event: MessageEnqueued\ndata: null\n\n");
    await server.seen("PATCH /message", 2);
    await until(() => phone.state.waitingReports === 0);
    const ids = server.all("PATCH /message").map(({ body }) => (body as { id: string }[])[0]?.id);
    expect(new Set(ids)).toEqual(new Set(["msg_2"]));
  });

  test("name each number byte for byte as the server wrote it, and dial it without decoration", async () => {
    const { server, phone } = await createHarness();
    const phoneNumbers = ["+1 (202) 555-0100", "12345", "*100#"];
    server.messages = [listed({ phoneNumbers })];
    await phone.start();
    const { body } = await server.seen("PATCH /message", 1);
    const recipients = (body as { recipients: { phoneNumber: string }[] }[])[0]?.recipients;
    expect(recipients?.map((recipient) => recipient.phoneNumber)).toEqual(phoneNumbers);
    expect(phone.sentTexts.map((text) => text.to)).toEqual(["+12025550100", "12345", "*100#"]);
  });

  test("come once for each part of a long text", async () => {
    const { server, phone, goOnline } = await createHarness();
    await goOnline();
    server.messages = [to(SPECIAL_NUMBERS.delivered, { textMessage: { text: "a".repeat(161) } })];
    phone.push();
    await server.seen("PATCH /message", 5);
    await until(() => phone.state.waitingReports === 0);
    expect(server.all("PATCH /message")).toHaveLength(5);
    expect(phone.sentTexts).toHaveLength(1);
  });

  test("are tried ten times more, 10 s apart and doubled, and then lost", async () => {
    const clock = createManualClock();
    const { server, phone, lines, goOnline } = await createHarness({ clock });
    server.respondOnce("PATCH /message", { status: 500 }, 99);
    await goOnline();
    server.messages = [listed({ validUntil: "2026-11-22T08:00:00.000Z" })];
    phone.push();
    await server.seen("PATCH /message");
    server.messages = [];
    for (let retry = 1; retry <= 10; retry++) {
      const delayMs = 10_000 * 2 ** (retry - 1);
      await clock.untilScheduled(delayMs);
      clock.advance(delayMs);
      await server.seen("PATCH /message", retry + 1);
    }
    await until(() => lines.some((line) => line.includes("report lost for good")));
    expect(phone.state.waitingReports).toBe(0);
    expect(server.all("PATCH /message")).toHaveLength(11);
  });

  test("are a snapshot of the moment they are sent, not of the change they were made for", async () => {
    const clock = createManualClock();
    const { server, phone, goOnline } = await createHarness({ clock });
    server.respondOnce("PATCH /message", { status: 503 }, 3);
    await goOnline();
    server.messages = [listed()];
    phone.push();
    await server.seen("PATCH /message", 3);
    await clock.untilScheduled(10_000);
    clock.advance(10_000);
    await server.seen("PATCH /message", 6);
    const bodies = server.all("PATCH /message").map(({ body }) => body as { state: string }[]);
    expect(bodies.slice(3).map((body) => body[0]?.state)).toEqual(Array(3).fill("Delivered"));
  });
});
