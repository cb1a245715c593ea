import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites, pairTestPhone } from "../../testing/phone.ts";
import { paths } from "../schema/paths.ts";
import { expireMessages } from "./expire.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

const secondsAgo = (seconds: number) => new Date(harness.now().getTime() - seconds * 1000);

describe("expireMessages", () => {
  test.each([
    ["queued", {}, 0, "expired"],
    ["queued", {}, -1, "queued"],
    ["scheduled", {}, 0, "expired"],
    ["dispatched", {}, 899, "dispatched"],
    ["dispatched", {}, 900, "expired"],
    ["dispatched", { isCanceling: true }, 900, "canceled"],
    ["sent", {}, 90_000, "sent"],
    ["delivered", {}, 90_000, "delivered"],
  ] as const)(
    "a message %s %j, %i seconds past its time, is %s",
    async (status, changes, seconds, expected) => {
      const id = await harness.addMessage({ status, expiresAt: secondsAgo(seconds), ...changes });
      await expireMessages(harness.services);
      const message = await harness.message(id);
      expect(message.status).toBe(expected);
      const isEnded = expected !== status;
      expect(message.queuedFor === null).toBe(isEnded);
      expect((await harness.account()).balance).toBe(isEnded ? 10_030_000 : 10_000_000);
    },
  );

  test("refunds once, though two schedules run at once and once more", async () => {
    await harness.addMessage({ expiresAt: secondsAgo(1) });
    await Promise.all([expireMessages(harness.services), expireMessages(harness.services)]);
    expect(await countWrites(harness, () => expireMessages(harness.services))).toEqual({});
    expect((await harness.account()).balance).toBe(10_030_000);
    expect(await harness.count(paths.ledger(harness.accountId))).toBe(1);
  });

  test("ends what comes after messages that it cannot end, and fails because of them", async () => {
    const unreadable = { expiresAt: secondsAgo(9), segments: -1 };
    const stuck = await Promise.all([1, 2, 3].map(() => harness.addMessage(unreadable)));
    const others = await Promise.all(
      [1, 2, 3].map(() => harness.addMessage({ expiresAt: secondsAgo(1) })),
    );
    await expect(expireMessages(harness.services, 2)).rejects.toThrow("expected shape");
    for (const id of others) expect((await harness.message(id)).status).toBe("expired");
    for (const id of stuck) await harness.db.doc(paths.message(harness.accountId, id)).delete();
  });

  test("leaves what a phone reported sent at the same moment sent, or refunds it", async () => {
    const phone = await pairTestPhone(harness);
    const id = await harness.addMessage({
      status: "dispatched",
      deviceId: phone.id,
      queuedFor: phone.id,
      expiresAt: secondsAgo(900),
    });
    await Promise.all([phone.report(id, "Sent"), expireMessages(harness.services)]);
    const { status } = await harness.message(id);
    const { balance } = await harness.account();
    expect([
      ["sent", 10_000_000],
      ["expired", 10_030_000],
    ]).toContainEqual([status, balance]);
  });
});
