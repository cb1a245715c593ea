import { describe, expect, test } from "vitest";
import { createMessage } from "../../testing/factories.ts";
import type { Message } from "../schema/message.ts";
import { decideReport, type PhoneReport } from "./decide-report.ts";

const QUEUED = new Date("2026-11-22T08:00:00.000Z");
const LISTED = new Date("2026-11-22T08:00:01.000Z");
const NOW = new Date("2026-11-22T08:00:10.000Z");
const second = (seconds: number) => new Date(QUEUED.getTime() + seconds * 1000);

function listed(changes: Partial<Message> = {}): Message {
  return createMessage({
    status: "dispatched",
    timeline: { queued: QUEUED, dispatched: LISTED },
    ...changes,
  });
}

function report(changes: Partial<PhoneReport> & Pick<PhoneReport, "state">): PhoneReport {
  return { error: null, states: {}, simSlot: null, ...changes };
}

describe("decideReport", () => {
  test.each(["Pending", "Processed"] as const)("stops listing a message on %s", (state) => {
    expect(decideReport(listed(), report({ state }), NOW)).toEqual({
      changes: {
        status: "dispatched",
        timeline: { queued: QUEUED, dispatched: LISTED },
        queuedFor: null,
        isCanceling: false,
        updatedAt: NOW,
      },
      refund: 0,
    });
  });

  test("takes the times of the steps from the phone, those it was not told of before included", () => {
    const states = { Sent: second(3), Delivered: second(5) };
    const change = decideReport(listed(), report({ state: "Delivered", states }), NOW);
    expect(change?.changes.timeline).toEqual({
      queued: QUEUED,
      dispatched: LISTED,
      sent: second(3),
      delivered: second(5),
    });
  });

  test.each([
    ["in the past", second(-500), LISTED],
    ["in the future", second(500), NOW],
    ["silent", undefined, NOW],
  ])("clamps the time of a phone whose clock is %s", (_, at, expected) => {
    const states = at === undefined ? {} : { Sent: at };
    const change = decideReport(listed(), report({ state: "Sent", states }), NOW);
    expect(change?.changes.timeline?.sent).toEqual(expected);
  });

  test("gives the price back when the phone could not send", () => {
    const error = "Send result: RESULT_ERROR_NO_SERVICE (…)";
    const states = { Failed: second(4) };
    expect(decideReport(listed(), report({ state: "Failed", error, states }), NOW)).toEqual({
      changes: {
        status: "failed",
        timeline: { queued: QUEUED, dispatched: LISTED, failed: second(4) },
        failure: { code: "no_service", detail: error },
        queuedFor: null,
        isCanceling: false,
        refundedAt: NOW,
        updatedAt: NOW,
      },
      refund: 30_000,
    });
  });

  test("gives the price back when the carrier refuses what the phone had sent", () => {
    const sent = listed({ status: "sent", queuedFor: null });
    const change = decideReport(
      sent,
      report({ state: "Failed", error: "Delivery result: 70" }),
      NOW,
    );
    expect(change).toMatchObject({
      refund: 30_000,
      changes: { status: "failed", failure: { code: "not_delivered" } },
    });
  });

  test("books nothing for a message that cost nothing", () => {
    const change = decideReport(listed({ price: 0 }), report({ state: "Failed" }), NOW);
    expect(change?.refund).toBe(0);
    expect(change?.changes).not.toHaveProperty("refundedAt");
  });

  test("calls a message expired that the phone found too old", () => {
    const change = decideReport(listed(), report({ state: "Failed", error: "TTL expired" }), NOW);
    expect(change?.changes).toMatchObject({ status: "expired", failure: { code: "expired" } });
  });

  test("ends a message as canceled when the phone confirms it", () => {
    const change = decideReport(listed({ isCanceling: true }), report({ state: "Cancelled" }), NOW);
    expect(change).toMatchObject({
      refund: 30_000,
      changes: { status: "canceled", isCanceling: false, queuedFor: null },
    });
  });

  test("keeps listing a cancellation that the phone has not seen", () => {
    const canceling = listed({ isCanceling: true });
    expect(decideReport(canceling, report({ state: "Pending" }), NOW)).toBeNull();
    expect(decideReport(canceling, report({ state: "Cancelling" }), NOW)).toBeNull();
  });

  test("forgets a cancellation that came too late", () => {
    const change = decideReport(listed({ isCanceling: true }), report({ state: "Processed" }), NOW);
    expect(change?.changes).toMatchObject({ isCanceling: false, queuedFor: null });
  });

  test.each([
    ["sent", "Pending"],
    ["sent", "Processed"],
    ["sent", "Sent"],
    ["delivered", "Sent"],
    ["delivered", "Delivered"],
    ["delivered", "Failed"],
    ["failed", "Failed"],
    ["failed", "Delivered"],
    ["expired", "Failed"],
    ["canceled", "Cancelled"],
    ["canceled", "Sent"],
    ["scheduled", "Sent"],
  ] as const)("changes nothing when a %s message is reported %s", (status, state) => {
    const message = listed({ status, queuedFor: null });
    expect(decideReport(message, report({ state }), NOW)).toBeNull();
  });

  test("changes nothing when a held message is reported held again", () => {
    expect(decideReport(listed({ queuedFor: null }), report({ state: "Pending" }), NOW)).toBeNull();
  });

  test("learns the SIM that the phone chose, once", () => {
    const sent = listed({ status: "sent", queuedFor: null });
    const told = report({ state: "Sent", simSlot: 2 });
    expect(decideReport(sent, told, NOW)).toEqual({
      changes: { simSlot: 2, updatedAt: NOW },
      refund: 0,
    });
    expect(decideReport({ ...sent, simSlot: 2 }, told, NOW)).toBeNull();
  });
});
