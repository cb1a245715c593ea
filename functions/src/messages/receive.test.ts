import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, pairTestPhone, type TestPhone } from "../../testing/phone.ts";
import { conversationIdOf } from "../conversations/conversation-id.ts";
import type { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { Time } from "../schema/time.ts";

const OLD_APP = "me.capcom.smsgateway/1.66.2";

let harness: Harness;
let phone: TestPhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness);
  harness.advance(10_000);
});

const text = {
  messageId: "1f2e3d4c",
  message: "YES",
  sender: "+48500100200",
  recipient: "+48500999888",
  simNumber: 1,
  receivedAt: "2026-11-22T09:00:05.000+01:00",
  phoneNumber: "+48500100200",
};

async function inbound(): Promise<Message[]> {
  const { docs } = await harness.db.collection(paths.messages(harness.accountId)).get();
  return docs
    .map((doc) => doc.data() as Message)
    .filter(({ direction }) => direction === "inbound");
}

const conversationWith = (contact: string) =>
  harness.read(paths.conversation(harness.accountId, conversationIdOf(harness.accountId, contact)));

describe("sms:received", () => {
  test("stores the text in the conversation with its sender, unread", async () => {
    expect((await phone.post("sms:received", text)).status).toBe(200);
    const [message] = await inbound();
    expect(message).toMatchObject({
      status: "received",
      from: "+48500100200",
      to: "+48500999888",
      body: "YES",
      segments: 1,
      price: 0,
      deviceId: phone.id,
      simSlot: 1,
      createdBy: { type: "device", id: phone.id },
    });
    expect(Time.parse(message?.timeline.received)).toEqual(new Date("2026-11-22T08:00:05Z"));
    expect(await conversationWith("+48500100200")).toMatchObject({
      contact: "+48500100200",
      deviceId: phone.id,
      simSlot: 1,
      unreadCount: 1,
      isArchived: false,
      lastMessage: { direction: "inbound", preview: "YES" },
    });
  });

  test("stores a text once, though it is posted again and at the same moment", async () => {
    await Promise.all([phone.post("sms:received", text), phone.post("sms:received", text)]);
    const writes = await countWrites(harness, () => phone.post("sms:received", text));
    expect(writes).toEqual({});
    expect(await inbound()).toHaveLength(1);
    expect((await conversationWith("+48500100200"))?.unreadCount).toBe(1);
  });

  test("brings a conversation back from the archive and keeps what people gave it", async () => {
    const id = conversationIdOf(harness.accountId, "+48500100200");
    await harness.db.doc(paths.conversation(harness.accountId, id)).set({
      contact: "+48500100200",
      contactName: "Ada",
      assigneeId: "usr_1",
      isArchived: true,
      unreadCount: 2,
    });
    await phone.post("sms:received", text);
    expect(await conversationWith("+48500100200")).toMatchObject({
      contactName: "Ada",
      assigneeId: "usr_1",
      isArchived: false,
      unreadCount: 3,
    });
  });

  test.each([
    ["a short code", "7000", "7000"],
    ["a name", "AMAZON", "AMAZON"],
    ["a number with spaces", "+48 500 100 200", "+48500100200"],
    ["a national number without a country", "500 100 200", "500 100 200"],
  ])("keeps %s as its sender", async (_, sender, contact) => {
    await phone.post("sms:received", { ...text, sender });
    expect(await conversationWith(contact)).toMatchObject({ contact });
  });

  test("reads a national number by the account's country, so that the answer joins its conversation", async () => {
    await harness.db
      .doc(paths.account(harness.accountId))
      .update({ "settings.defaultCountry": "PL" });
    await phone.post("sms:received", { ...text, sender: "500 100 200" });
    expect(await conversationWith("+48500100200")).toMatchObject({ unreadCount: 1 });
  });

  test("takes the SIM's number where the phone does not tell which number was written to", async () => {
    await harness.db
      .doc(paths.device(harness.accountId, phone.id))
      .update({ sims: [{ slot: 1, number: "+48500999888", carrier: null }] });
    await phone.post("sms:received", { ...text, recipient: undefined });
    expect((await inbound())[0]?.to).toBe("+48500999888");
  });

  test("answers by no SIM of the phone that the contact wrote to before", async () => {
    const other = await pairTestPhone(harness);
    await other.post("sms:received", { ...text, simNumber: 2 });
    const unknownSim = { ...text, simNumber: undefined };
    await other.post("sms:received", { ...unknownSim, messageId: "2" });
    expect(await conversationWith("+48500100200")).toMatchObject({ simSlot: 2 });
    await phone.post("sms:received", { ...unknownSim, messageId: "3" });
    expect(await conversationWith("+48500100200")).toMatchObject({
      ...{ deviceId: phone.id, simSlot: null },
    });
  });

  test("calls the same text at another time another message", async () => {
    await phone.post("sms:received", text);
    await phone.post("sms:received", { ...text, receivedAt: "2026-11-22T09:00:06.000+01:00" });
    expect(await inbound()).toHaveLength(2);
  });

  describe("from an app that may report a text under two ids", () => {
    test.each([
      ["drops the second", {}, 1],
      ["keeps another text", { message: "NO" }, 2],
      ["keeps the same text of another SIM", { simNumber: 2 }, 2],
      ["keeps the same text of another sender", { sender: "+48500100201" }, 2],
      [
        "keeps the same text eleven seconds later",
        { receivedAt: "2026-11-22T08:59:54.000+01:00" },
        2,
      ],
    ])("%s", async (_, changes, count) => {
      const old = await pairTestPhone(harness, { userAgent: OLD_APP });
      await old.post("sms:received", text);
      const twin = { ...text, messageId: "99aabbcc", receivedAt: "2026-11-22T09:00:04.200+01:00" };
      await old.post("sms:received", { ...twin, ...changes });
      expect(await inbound()).toHaveLength(count);
    });

    test("drops the second where the phone's clock is an hour ahead", async () => {
      const old = await pairTestPhone(harness, { userAgent: OLD_APP });
      const ahead = { ...text, receivedAt: "2026-11-22T10:00:05.000+01:00" };
      await old.post("sms:received", ahead);
      harness.advance(1_000);
      await old.post("sms:received", { ...ahead, messageId: "99aabbcc" });
      expect(await inbound()).toHaveLength(1);
    });

    test("keeps both where the app is new", async () => {
      await phone.post("sms:received", text);
      await phone.post("sms:received", { ...text, messageId: "99aabbcc" });
      expect(await inbound()).toHaveLength(2);
    });
  });

  test("leaves neither text nor number in the log", async () => {
    await phone.post("sms:received", text);
    expect(JSON.stringify(harness.logged)).not.toMatch(/YES|500100200/);
  });
});

describe("MMS", () => {
  test.each([
    ["mms:received", { subject: "Menu" }, "Menu"],
    ["mms:received", {}, "[MMS]"],
    [
      "mms:downloaded",
      { body: "Look", attachments: [{ partId: 1 }] },
      "Look\n[MMS with 1 attachment]",
    ],
    ["mms:downloaded", { attachments: [{}, {}] }, "[MMS with 2 attachments]"],
  ])("%s %j is received as %j", async (event, payload, body) => {
    await phone.post(event, {
      messageId: "T12",
      sender: "+48500100200",
      receivedAt: "2026-11-22T09:00:05.000+01:00",
      ...payload,
    });
    expect((await inbound())[0]?.body).toBe(body);
  });
});
