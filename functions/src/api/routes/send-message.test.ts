import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";
import type { Harness } from "../../../testing/harness.ts";
import { paths } from "../../schema/paths.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("POST /api/v1/send", () => {
  test("accepts a message, reserves its price, files it under its conversation and asks for the phone", async () => {
    const { status, body } = await api.send({ device_id: api.deviceId, sim_slot: 1 });
    expect(status).toBe(202);
    expect(body).toEqual({
      id: expect.stringMatching(/^msg_[0-9A-Za-z]{22}$/),
      status: "queued",
      to: "+14155550123",
      from: "+15550000001",
      device_id: api.deviceId,
      sim_slot: 1,
      segments: 1,
      encoding: "gsm7",
      price: 30_000,
      balance: 9_970_000,
      created_at: "2026-11-22T08:00:00.000Z",
    });
    expect(await harness.message(body.id)).toMatchObject({
      status: "queued",
      queuedFor: api.deviceId,
      isReroutable: false,
      createdBy: { type: "api_key" },
    });
    expect(await harness.account()).toMatchObject({ balance: 9_970_000, rateWindow: { count: 1 } });
    expect(await harness.read(paths.wake(api.deviceId))).toMatchObject({
      accountId: harness.accountId,
    });
    const message = await harness.message(body.id);
    expect(
      await harness.read(paths.conversation(harness.accountId, message.conversationId)),
    ).toMatchObject({
      contact: "+14155550123",
      lastMessage: { id: body.id, preview: "Hello" },
      ...{ contactName: null, unreadCount: 0, isArchived: false, assigneeId: null },
    });
  });

  test("leaves what people said of a conversation that exists", async () => {
    const { body } = await api.send({ device_id: api.deviceId });
    const { conversationId } = await harness.message(body.id);
    const path = paths.conversation(harness.accountId, conversationId);
    const said = { contactName: "Ada", unreadCount: 3, isArchived: true, assigneeId: "owner" };
    await harness.db.doc(path).update(said);
    const second = await api.send({ device_id: api.deviceId, message: "Again" });
    expect(await harness.read(path)).toMatchObject({
      ...said,
      lastMessage: { id: second.body.id },
    });
  });

  test("takes `+` and 7 to 15 digits as they stand", async () => {
    for (const to of ["+1234567", "+1234567890", "+123456789012345"]) {
      expect((await api.send({ to })).body).toMatchObject({ to });
    }
  });

  test("takes a list whole, with one message a number", async () => {
    const { body } = await api.send({ to: ["+14155550101", "+14155550102"] });
    expect(body).toMatchObject({
      messages: [{ to: "+14155550101" }, { to: "+14155550102" }],
      price: 60_000,
      balance: 9_940_000,
    });
    expect(await harness.count(paths.messages(harness.accountId))).toBe(2);
  });

  test("holds a scheduled message back, and makes a task for its time", async () => {
    const { body } = await api.send({ send_at: "2026-11-22T09:00:00+01:00", to: "+14155550123" });
    expect(body.status).toBe("queued");
    const later = await api.send({ send_at: "2026-11-22T10:00:00Z" });
    expect(later.body.status).toBe("scheduled");
    expect(harness.tasks).toEqual([
      {
        queue: "sendScheduled",
        id: later.body.id,
        payload: { accountId: harness.accountId, messageId: later.body.id },
        at: new Date("2026-11-22T10:00:00Z"),
      },
    ]);
  });
});
