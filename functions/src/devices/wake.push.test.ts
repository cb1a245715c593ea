import { beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { deliverWake } from "../../testing/phone.ts";
import { pairWakeablePhone, runWakeTasks, type WakeablePhone } from "../../testing/wakes.ts";
import { paths } from "../schema/paths.ts";

let harness: Harness;
let phone: WakeablePhone;
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairWakeablePhone(harness);
});

describe("wakePhone, where the phone has push", () => {
  test("pushes to a phone that has push", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    await phone.queueText();
    await deliverWake(harness, phone.id);
    expect(harness.pushes).toContainEqual({ token: "fcm", event: "MessageEnqueued" });
  });

  test("forgets a dead push token, and has the phone open a stream instead", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    harness.deadPushTokens.add("fcm"); // It dies after it was given.
    await phone.queueText();
    expect(await deliverWake(harness, phone.id)).toBe("woken");
    expect(await phone.link()).toMatchObject({ pushToken: null });
    expect(await harness.read(paths.device(harness.accountId, phone.id))).toMatchObject({
      wakeChannel: "poll",
    });
    expect(await (await phone.request("GET", "/settings")).json()).toMatchObject({
      gateway: { notification_channel: "SSE_ONLY" },
    });
  });

  test("wakes the phone after all when push was away for a while", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    await phone.queueText();
    const { push } = harness.services;
    harness.services.push = { send: () => Promise.reject(new Error("FCM is away.")) };
    await expect(deliverWake(harness, phone.id)).rejects.toThrow("FCM is away.");
    harness.services.push = push;
    expect(await deliverWake(harness, phone.id)).toBe("planned");
    harness.advance(5_000);
    await runWakeTasks(harness);
    expect(harness.pushes.filter(({ event }) => event === "MessageEnqueued")).toHaveLength(1);
  });

  test("gives a push up that failed for five minutes", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    await phone.queueText();
    const request = await harness.db.doc(paths.wake(phone.id)).get();
    const requestedAt = request.updateTime?.toMillis() ?? 0;
    harness.services.push = { send: () => Promise.reject(new Error("FCM is away.")) };
    harness.services.now = () => new Date(requestedAt + 300_001);
    expect(await deliverWake(harness, phone.id)).toBe("woken");
    expect(harness.logged.at(-1)?.event).toBe("push_given_up");
  });
});
