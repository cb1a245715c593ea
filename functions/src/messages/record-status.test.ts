import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, pairTestPhone, type TestPhone } from "../../testing/phone.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { Time } from "../schema/time.ts";

let harness: Harness;
let phone: TestPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness);
});

/** A message that the phone was listed a second ago, last of its conversation unless told otherwise. */
async function listed(changes: Partial<Message> = {}): Promise<string> {
  const id = await harness.addMessage({ deviceId: phone.id, queuedFor: phone.id, ...changes });
  await harness.db.doc(paths.conversation(harness.accountId, "cnv_1")).set({
    contact: "+14155550123",
    deviceId: phone.id,
    simSlot: null,
    lastMessage: {
      id,
      direction: "outbound",
      status: "queued",
      preview: "Hello",
      at: harness.now(),
    },
    updatedAt: harness.now(),
  });
  await phone.pull();
  harness.advance(1_000);
  return id;
}

const conversation = () => harness.read(paths.conversation(harness.accountId, "cnv_1"));
const failed = {
  recipients: [
    {
      phoneNumber: "+14155550123",
      state: "Failed",
      error: "Send result: RESULT_ERROR_NO_SERVICE (…)",
    },
  ],
};

describe("PATCH /message", () => {
  test("carries a message to delivered, with the phone's times and what the conversation shows", async () => {
    const id = await listed();
    harness.advance(10_000);
    const sent = "2026-11-22T09:00:03.250+01:00";
    expect((await phone.report(id, "Sent", { states: { Sent: sent } })).status).toBe(204);
    expect((await conversation())?.lastMessage.status).toBe("sent");
    const delivered = "2026-11-22T09:00:05.000+01:00";
    await phone.report(id, "Delivered", { states: { Sent: sent, Delivered: delivered } });
    const message = await harness.message(id);
    expect(message).toMatchObject({ status: "delivered", queuedFor: null, refundedAt: null });
    expect(Time.parse(message.timeline.sent)).toEqual(new Date(sent));
    expect(Time.parse(message.timeline.delivered)).toEqual(new Date(delivered));
    expect((await conversation())?.lastMessage.status).toBe("delivered");
    expect((await harness.account()).balance).toBe(10_000_000);
  });

  test("refunds a failure once, though it is reported three times from two connections at once", async () => {
    const id = await listed();
    const answers = await Promise.all([1, 2, 3].map(() => phone.report(id, "Failed", failed)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await harness.message(id)).toMatchObject({
      status: "failed",
      failure: { code: "no_service", detail: "Send result: RESULT_ERROR_NO_SERVICE (…)" },
    });
    expect((await harness.account()).balance).toBe(10_030_000);
    expect(await harness.count(paths.ledger(harness.accountId))).toBe(1);
    expect(await harness.read(paths.ledgerEntry(harness.accountId, `refund_${id}`))).toMatchObject({
      type: "refund",
      amount: 30_000,
      messageId: id,
    });
    expect((await conversation())?.lastMessage.status).toBe("failed");
  });

  test("writes nothing for what it knows already", async () => {
    const id = await listed();
    await phone.report(id, "Sent");
    for (const state of ["Pending", "Processed", "Sent"]) {
      expect(await countWrites(harness, () => phone.report(id, state))).toEqual({});
    }
    await phone.report(id, "Failed", failed);
    for (const state of ["Failed", "Delivered", "Cancelled"]) {
      expect(await countWrites(harness, () => phone.report(id, state))).toEqual({});
    }
  });

  test("leaves the conversation alone when another message came after", async () => {
    const id = await listed();
    await harness.db
      .doc(paths.conversation(harness.accountId, "cnv_1"))
      .update({ "lastMessage.id": "msg_later" });
    const writes = await countWrites(harness, () => phone.report(id, "Delivered"));
    expect(writes).toEqual({ messages: 1 });
  });

  test("takes no word of one phone on another's message", async () => {
    const id = await listed();
    const other = await pairTestPhone(harness);
    const stranger = await pairTestPhone(await createHarness());
    const writes = await countWrites(harness, async () => {
      expect((await other.report(id, "Failed", failed)).status).toBe(204);
      expect((await stranger.report(id, "Failed", failed)).status).toBe(204);
      expect((await phone.report("msg_unknown", "Sent")).status).toBe(204);
    });
    expect(writes).toEqual({});
  });

  test("counts the elements that it can read, and tells of the others without their content", async () => {
    const id = await listed();
    const answer = await phone.request("PATCH", "/message", [
      { id: "a/b", state: "Sent" },
      { id, state: "Exploded" },
      "nonsense",
      { id, state: "Sent", recipients: null, states: { Sent: "yesterday" } },
    ]);
    expect(answer.status).toBe(204);
    expect((await harness.message(id)).status).toBe("sent");
    const unreadable = harness.logged.filter(({ event }) => event === "phone_report_unreadable");
    expect(unreadable).toHaveLength(3);
    expect(JSON.stringify(harness.logged)).not.toMatch(/Hello|14155550123|nonsense/);
  });

  test("refuses what is no list", async () => {
    expect((await phone.request("PATCH", "/message", { id: "x" })).status).toBe(400);
  });
});

describe("the events that a phone posts of what it sent", () => {
  test("tell which SIM was used, once", async () => {
    const id = await listed();
    const sent = {
      messageId: id,
      simNumber: 2,
      recipient: "+14155550123",
      partsCount: 1,
      sentAt: "2026-11-22T09:00:01.000+01:00",
    };
    expect((await phone.post("sms:sent", sent)).status).toBe(200);
    expect(await harness.message(id)).toMatchObject({ status: "sent", simSlot: 2 });
    expect(await countWrites(harness, () => phone.post("sms:sent", sent))).toEqual({});
  });

  test.each([
    ["before the report of it", ["hook", "Sent", "Delivered"], 2],
    ["after the report of it", ["Sent", "hook", "Delivered"], 2],
    ["where none is told of its delivery", ["Sent", "hook"], 2],
    ["of a text that failed", ["hook", "Failed"], null],
  ])("keep the contact with the SIM that the phone chose: %s", async (_, steps, expected) => {
    const id = await listed();
    for (const step of steps) {
      if (step !== "hook") await phone.report(id, step, failed);
      else if (expected === null) await phone.post("sms:failed", { messageId: id, simNumber: 2 });
      else await phone.post("sms:sent", { messageId: id, simNumber: 2 });
    }
    expect((await conversation())?.simSlot).toBe(expected);
  });

  test("keep the contact with the phone that a text went out by, and with no SIM of another", async () => {
    const id = await listed();
    await harness.db
      .doc(paths.conversation(harness.accountId, "cnv_1"))
      .update({ deviceId: "dev_before", simSlot: 2 });
    await phone.report(id, "Sent");
    expect(await conversation()).toMatchObject({ deviceId: phone.id, simSlot: null });
  });

  test("make up for a report that was lost", async () => {
    const id = await listed();
    const reason = "Send result: RESULT_ERROR_RADIO_OFF (…)";
    await phone.post("sms:failed", {
      messageId: id,
      reason,
      failedAt: "2026-11-22T09:00:01.000+01:00",
    });
    expect(await harness.message(id)).toMatchObject({
      status: "failed",
      failure: { code: "radio_off", detail: reason },
    });
    expect((await harness.account()).balance).toBe(10_030_000);
  });

  test("do not call a message delivered whose first part only was", async () => {
    const id = await listed();
    await phone.post("sms:delivered", {
      messageId: id,
      deliveredAt: "2026-11-22T09:00:01.000+01:00",
    });
    expect((await harness.message(id)).status).toBe("dispatched");
  });
});
